"""What if there were more agents, or fewer. Pure."""

import difflib
import re
from collections.abc import Mapping

import msgspec

from warmline.simulation.checks import check
from warmline.simulation.errors import ScenarioWrong, WhatIfWrong
from warmline.simulation.shape import AgentPart, Scenario, Shift

_TEXT = re.compile(r"(\d+)\s+(\S.*?)(?:\s+(\d\d:\d\d)\s*-\s*(\d\d:\d\d))?", re.DOTALL)
HIGHEST = 5


def with_counts(scenario: Scenario, counts: Mapping[str, int]) -> Scenario:
    """The same with so many agents in these groups. Raises ``ScenarioWrong`` for a group that is not there."""
    names = [each.name for each in scenario.agents]
    for name, count in counts.items():
        if name not in names:
            there = ", ".join(names) or "none"
            raise ScenarioWrong(key=f"agents.{name}", problem=f"there is no such group; there are: {there}")
        if count < 0:
            raise ScenarioWrong(key=f"agents.{name}.count", problem="there cannot be fewer than 0 agents")
    groups = tuple(msgspec.structs.replace(each, count=counts.get(each.name, each.count)) for each in scenario.agents)
    return msgspec.structs.replace(scenario, agents=groups)


def with_agents(scenario: Scenario, text: str) -> Scenario:
    """The same with more agents: ``2 lang-es 10:00-18:00`` are two who have that skill at the highest level and serve
    the queues that ask for it; with a group's name in place of the skill they are like that group. Without times they
    are always there. Raises ``WhatIfWrong``."""
    match = _TEXT.fullmatch(text.strip())
    if not match or not int(match[1]):
        raise WhatIfWrong(text=text, problem="it is not said so that it can be understood")
    like = _alike(scenario, match[2], text)
    shifts = (Shift(begins=match[3], ends=match[4]),) if match[3] else ()
    added = msgspec.structs.replace(like, name=f"added: {text.strip()}"[:60], count=int(match[1]), shifts=shifts)
    found = msgspec.structs.replace(scenario, agents=(*scenario.agents, added))
    try:
        check(found)
    except ScenarioWrong as error:
        raise WhatIfWrong(text=text, problem=error.details["problem"]) from error
    return found


def _alike(scenario: Scenario, name: str, text: str) -> AgentPart:
    groups = {each.name: each for each in scenario.agents}
    if name in groups:
        return groups[name]
    queues = [each for each in scenario.queues if name in each.skills]
    if not queues:
        skills = sorted({skill for each in scenario.queues for skill in each.skills})
        near = difflib.get_close_matches(name, [*skills, *groups], 1)
        there = f"no queue asks for {name}; skills are: {', '.join(skills) or 'none'}; groups are: {', '.join(groups)}"
        raise WhatIfWrong(text=text, problem=f"{there}{f'; did you mean {near[0]}?' if near else ''}")
    # Beside the skill that was named, they have what its queues ask for together with it.
    skills_held = {skill: HIGHEST for each in queues for skill in each.skills}
    having = [each for each in scenario.agents if name in each.skills]
    base = having[0] if having else AgentPart(name=name)
    teams = tuple(sorted({team for each in queues for team in each.teams}))
    media = {each.medium: max(1, base.capacity.get(each.medium, 1)) for each in queues}
    return msgspec.structs.replace(base, skills=skills_held, teams=teams, capacity=media)
