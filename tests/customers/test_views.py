"""What a customer shows, and which fields can be set how. Pure."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.customers.desk import NOON
from warmline.customers.fields import CustomerChange, changed, named_changes, plain
from warmline.customers.model import Customer, CustomerKind, HandleRecord
from warmline.customers.views import view
from warmline.kit.errors import Invalid
from warmline.kit.ids import new_id
from warmline.sdk import Verification


def customer(days: int = 0, root: UUID | None = None, **values: Any) -> Customer:
    key = new_id()
    nothing = dict.fromkeys(("tier", "preferred_channel", "language", "time_zone", "lifecycle_stage", "decision_id"))
    given: dict[str, Any] = {
        "display_name": "Ada",
        "named": True,
        "segments": [],
        "attributes": {},
        **nothing,
        **values,
    }
    return Customer(
        id=key,
        kind=CustomerKind.PERSON,
        do_not_contact=given.pop("do_not_contact", False),
        merged_into=root,
        root_id=root or key,
        version=1,
        created_at=NOON + timedelta(days=days),
        updated_at=NOON,
        **given,
    )


def handle(owner: Customer, verification: Verification, confidence: float = 1.0) -> HandleRecord:
    key = new_id()
    return HandleRecord(
        id=key,
        customer_id=owner.id,
        scheme="email",
        value=f"{key}@example.com",
        name=None,
        verification=verification,
        confidence=confidence,
        source="",
        unreachable=None,
        decision_id=None,
        first_seen_at=NOON,
        last_seen_at=NOON,
        version=1,
        created_at=NOON,
        updated_at=NOON,
    )


def test_own_values_come_first_then_the_newest_records() -> None:
    root = customer(tier="gold", attributes={"colour": "red"})
    old = customer(1, root.id, tier="silver", language="de", attributes={"colour": "blue", "size": 1})
    new = customer(2, root.id, language="fr", segments=["broker"], attributes={"size": 2})
    shown = view(root, [old, new], [])
    assert (shown.tier, shown.language, shown.segments) == ("gold", "fr", ["broker"])
    assert shown.attributes == {"colour": "red", "size": 2}
    assert shown.inherited == {"language": new.id, "segments": new.id, "attributes.size": new.id}
    assert shown.members == sorted([old.id, new.id])


def test_a_name_comes_before_an_address() -> None:
    root = customer(display_name="v123", named=False)
    other = customer(1, root.id, display_name="Bea")
    shown = view(root, [other], [])
    assert (shown.display_name, shown.inherited) == ("Bea", {"display_name": other.id})


def test_one_record_that_asks_for_quiet_quiets_all() -> None:
    root = customer()
    other = customer(1, root.id, do_not_contact=True)
    shown = view(root, [other], [handle(root, Verification.VERIFIED)])
    assert shown.do_not_contact
    assert shown.handles[0].do_not_contact


def test_the_surest_handle_comes_first() -> None:
    root = customer()
    weak, loose, sure = (
        handle(root, Verification.NONE),
        handle(root, Verification.ASSERTED, 0.6),
        handle(root, Verification.VERIFIED),
    )
    shown = view(root, [], [weak, loose, sure])
    assert [each.id for each in shown.handles] == [sure.id, loose.id, weak.id]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"attributes": {"Not A Name": 1}}, "attributes.Not A Name"),
        ({"attributes": {f"a{number}": 1 for number in range(201)}}, "attributes"),
        ({"attributes": {"long": "x" * 70_000}}, "attributes"),
        ({"display_name": "\x00\x01"}, "display_name"),
    ],
)
def test_impossible_values_name_their_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        changed(customer(), msgspec.convert(change, CustomerChange))
    assert [each.field for each in caught.value.fields] == [field]


@pytest.mark.parametrize(
    "change", [{"kind": "robot"}, {"tier": "has space"}, {"language": "english!"}, {"colour": 1}, {"display_name": ""}]
)
def test_wrong_shapes_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(change, CustomerChange)


def test_only_what_differs_is_a_change() -> None:
    old = customer(tier="gold", attributes={"colour": "red", "size": 1})
    change = CustomerChange(tier="gold", language="de", attributes={"colour": None, "shape": "round"})
    values = changed(old, change)
    assert values == {"language": "de", "attributes": {"size": 1, "shape": "round"}}
    assert named_changes(old, values) == ("language", "attributes.colour", "attributes.shape")


def test_what_is_personal_stays_out_of_the_event_log() -> None:
    old = customer(tier="gold")
    values = changed(old, CustomerChange(display_name="Bea", attributes={"diagnosis": "x"}, tier="silver"))
    assert plain(old, values) == ({"tier": "gold"}, {"tier": "silver"})
