"""How many agents, and when: Erlang formulas, forecasts, requirements and shifts."""

from warmline.staffing.answers import DaysAnswer, LoadAnswer, WhatIf, at_once, by_simulation, over_the_day
from warmline.staffing.erlang import Measures, System, erlang_b, erlang_c, measure
from warmline.staffing.intraday import Change, DayNeed
from warmline.staffing.question import Question, form_question
from warmline.staffing.requirement import Requirement, Targets, require
from warmline.staffing.shifts import Break, Cover, Plan, Rules, Shift, Start, plan_shifts

__all__ = [
    "Break",
    "Change",
    "Cover",
    "DayNeed",
    "DaysAnswer",
    "LoadAnswer",
    "Measures",
    "Plan",
    "Question",
    "Requirement",
    "Rules",
    "Shift",
    "Start",
    "System",
    "Targets",
    "WhatIf",
    "at_once",
    "by_simulation",
    "erlang_b",
    "erlang_c",
    "form_question",
    "measure",
    "over_the_day",
    "plan_shifts",
    "require",
]
