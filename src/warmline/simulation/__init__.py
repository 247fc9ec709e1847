"""The routing engine under a virtual clock: scenarios, what comes of them, and the report."""

from warmline.simulation.checks import check_policies
from warmline.simulation.errors import (
    CallFileWrong,
    PolicyUnknown,
    ScenarioMissing,
    ScenarioUnreadable,
    ScenarioWrong,
    WhatIfWrong,
)
from warmline.simulation.report import tables, write_page
from warmline.simulation.results import (
    Fairness,
    Figure,
    Interval,
    Law,
    Laws,
    Measures,
    PolicyResult,
    Results,
)
from warmline.simulation.running import Progress, run
from warmline.simulation.scenario import example, form_scenario, load_scenario, parse_scenario
from warmline.simulation.shape import BUILT_IN, AgentPart, Arrivals, Policy, QueuePart, Scenario, Shift
from warmline.simulation.whatif import with_agents, with_counts

__all__ = [
    "BUILT_IN",
    "AgentPart",
    "Arrivals",
    "CallFileWrong",
    "Fairness",
    "Figure",
    "Interval",
    "Law",
    "Laws",
    "Measures",
    "Policy",
    "PolicyResult",
    "PolicyUnknown",
    "Progress",
    "QueuePart",
    "Results",
    "Scenario",
    "ScenarioMissing",
    "ScenarioUnreadable",
    "ScenarioWrong",
    "Shift",
    "WhatIfWrong",
    "check_policies",
    "example",
    "form_scenario",
    "load_scenario",
    "parse_scenario",
    "run",
    "tables",
    "with_agents",
    "with_counts",
    "write_page",
]
