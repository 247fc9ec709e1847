"""How many agents, and when: Erlang formulas, forecasts, requirements and shifts."""

from warmline.staffing.erlang import Measures, System, erlang_b, erlang_c, measure
from warmline.staffing.requirement import Requirement, Targets, require

__all__ = ["Measures", "Requirement", "System", "Targets", "erlang_b", "erlang_c", "measure", "require"]
