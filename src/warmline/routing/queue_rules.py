"""What is wrong with the rules of a queue, field by field. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from warmline.kit.errors import FieldError, Invalid
from warmline.routing.errors import OverflowCircle, OverflowIncomplete, RingsUnusable
from warmline.routing.model import RingStep

RINGS = 8
# Queues of which a circle's path is told.
TOLD = 20


def check_rings(rings: Sequence[RingStep]) -> None:
    """Raises ``RingsUnusable`` with all that is wrong."""
    problems = [FieldError(field, problem) for field, problem in _of_rings(rings)]
    if problems:
        raise RingsUnusable(problem=f"{problems[0].field}: {problems[0].problem}", fields=problems)


def _of_rings(rings: Sequence[RingStep]) -> Iterator[tuple[str, str]]:
    if len(rings) > RINGS:
        yield "rings", f"{len(rings)} steps; at most {RINGS}"
        return
    before = 0
    for n, ring in enumerate(rings):
        if n and ring.after_seconds <= before:
            yield f"rings[{n}].after_seconds", f"{ring.after_seconds} is not later than the {before} of the step before"
        before = ring.after_seconds
        if not (ring.lower or ring.any_skill or ring.team_ids):
            yield f"rings[{n}]", "this step changes nothing; give lower, any_skill or team_ids, or leave it out"


def check_overflow(values: Mapping[str, Any]) -> None:
    """The queue to overflow to and the time after which come together. Raises ``OverflowIncomplete``."""
    if (values["overflow_queue_id"] is None) != (values["overflow_seconds"] is None):
        missing = "overflow_queue_id" if values["overflow_queue_id"] is None else "overflow_seconds"
        raise OverflowIncomplete(missing=missing, fields=[FieldError(missing, "missing")])


def check_circle(queue_id: UUID, to: UUID, leads: Mapping[UUID, UUID], codes: Mapping[UUID, str]) -> None:
    """Overflow must not come back to where it began. ``leads`` is where each other queue overflows to.

    Raises ``OverflowCircle`` with the path.
    """
    path = [queue_id, to]
    while path[-1] != queue_id and path[-1] in leads and len(path) <= len(leads) + 1:
        path.append(leads[path[-1]])
    if path[-1] == queue_id:
        named = [codes.get(each, str(each)) for each in path]
        shown = named if len(named) <= TOLD else [*named[: TOLD - 1], "...", named[-1]]
        text = " -> ".join(shown)
        raise OverflowCircle(path=text, fields=[FieldError("overflow_queue_id", text)])


def check_media(media: Sequence[str]) -> None:
    """Each medium once. Raises ``Invalid``."""
    if len(set(media)) != len(media):
        raise Invalid.field("media", "each medium once")
