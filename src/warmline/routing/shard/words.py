"""Decisions and waits in sentences. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

RULES = {
    "handed_over": "Somebody handed the work over to {agent}.",
    "had_it": "{agent} had this work before.",
    "preferred_agent": "{agent} is the customer's preferred agent.",
    "case_owner": "{agent} owns the case.",
    "last_agent": "{agent} last served this customer.",
    "learned": "By what was learned from outcomes, {agent} is worth most for it beside their load.",
    "longest_idle": "Of those who could take it {agent} uses the smallest part of their capacity, or is idle longest.",
    "several_asked": "The queue asks several agents at once; {agent} is one of them.",
}
REASONS = {
    "not_in_team": "are in no team that serves it",
    "lacks_skill": "lack a skill, or its level",
    "needs_wider_ring": "are asked only in a wider ring",
    "busy": "are busy",
    "away": "are away",
    "wrap_up": "wrap up",
    "not_responding": "did not answer an offer",
    "offline": "are offline",
    "medium_not_served": "do not serve this medium",
    "in_conversation": "are in a conversation that takes all of them",
    "has_other_work": "have other work in hand",
    "at_capacity": "have as much as they can take",
    "declined": "declined it a moment ago",
    "waited_too_long": "are not preferred any more, because it has waited long",
    "not_available": "are not at work",
    "not_qualified": "cannot serve it",
}
WAITS = {
    "no_agent_qualified": "Nobody at work can serve it in this ring.",
    "all_busy": "Those who can serve it have no room now, or are not available.",
    "closed": "Its queue is closed.",
    "reserved": "It is kept for the agent to whom it was handed over.",
    "not_yet": "It is not to be offered yet: the customer asked for a later time.",
    "ahead": "Somebody has room; more urgent work is served first, or it is offered in a moment.",
    "declined_by_all": "All who have room declined it a moment ago; they are asked again after a while.",
}
CHANGES = {
    "wider_ring": "the requirement relaxes to the next ring",
    "offered_to_all": "it is offered to others too",
    "offered_from_then": "it is offered from then on",
    "opens": "the queue opens",
}


def left_out(excluded: Mapping[str, int]) -> list[str]:
    """Why others were not asked, the most frequent reason first."""
    ordered = sorted(excluded.items(), key=lambda each: (-each[1], each[0]))
    return [f"{count} {REASONS.get(reason, reason.replace('_', ' '))}" for reason, count in ordered]


def why_this_agent(explanation: Mapping[str, Any], agent: str) -> list[str]:
    """Why work was offered to this agent."""
    rule, score = explanation.get("rule", ""), explanation.get("score", {})
    said = [RULES.get(rule, f"By the rule {rule}.").format(agent=agent)]
    candidates = explanation.get("candidates", 0)
    said.append(f"{candidates} could have taken it." if candidates != 1 else "Nobody else could have taken it.")
    if explanation.get("ring"):
        said.append(f"It had waited until ring {explanation['ring']}, in which less is asked for.")
    if excluded := explanation.get("excluded"):
        said.append(f"Not asked: {'; '.join(left_out(excluded))}.")
    parts = ", ".join(f"{score[name]:g} for {what}" for name, what in PARTS.items() if score.get(name))
    if score:
        said.append(f"Its score was {score['total']:g} points{f': {parts}' if parts else ''}.")
    if others := explanation.get("others"):
        said.append(f"The most urgent other work that {agent} could have had scored {others[0]['total']:g}.")
    return said


PARTS = {
    "waiting": "the minutes of waiting",
    "queue": "the queue's priority",
    "interaction": "its own priority",
    "sla": "the service target",
}


def why_waiting(reason: str, excluded: Mapping[str, int], examples: Sequence[tuple[str, str]]) -> list[str]:
    """Why work still waits; ``examples`` are names with reasons."""
    said = [WAITS.get(reason, reason)]
    if excluded:
        said.append(f"Agents at work: {'; '.join(left_out(excluded))}.")
    if examples:
        named = "; ".join(f"{name}: {why.replace('_', ' ')}" for name, why in examples)
        said.append(f"Who could serve it, and what stands against it now: {named}.")
    return said


def named(ids: Mapping[UUID, str], agent_id: UUID) -> str:
    """What somebody is called; the id where they are gone."""
    return ids.get(agent_id, str(agent_id))
