"""Wire shapes of what is asked; what is answered is in ``model.py`` and ``views.py``."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from warmline.customers.fields import CustomerChange, Name
from warmline.customers.model import RelationshipKind
from warmline.sdk import Handle, Verification

Reason = Annotated[str, Meta(min_length=1, max_length=2_000, description="Why: it is kept as evidence.")]
Score = Annotated[float, Meta(ge=0, le=1, description="How sure the decision is.")]
Scheme = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$", examples=["email", "phone", "crm_id"])]
Value = Annotated[str, Meta(min_length=1, max_length=2_000)]


class GivenHandle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A handle as people enter it. It is normalised; a telephone number needs its country code, or the organisation's
    setting ``phone_region``."""

    scheme: Scheme
    value: Value
    name: Name | None = None
    verification: Verification = Verification.ASSERTED

    def handle(self) -> Handle:
        """As the verbs take it."""
        return Handle(self.scheme, self.value, self.name, self.verification)


class NewCustomer(CustomerChange, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A customer to enter: with a name or a handle."""

    handles: Annotated[tuple[GivenHandle, ...], Meta(max_length=100)] = ()


class NewLink(GivenHandle, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A handle to give to the customer, and why."""

    reason: Reason
    score: Score = 1.0


class HandleChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to set; what is left out stays. ``unreachable`` says why messages do not arrive; null: they do."""

    verification: Verification | UnsetType = UNSET
    unreachable: Annotated[str, Meta(min_length=1, max_length=500)] | UnsetType | None = UNSET


class NewMerge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom the customer shall count as, and why."""

    into: UUID
    reason: Reason
    score: Score | None = None


class NewMove(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose the handle shall be, with all that came by it, and why."""

    to: UUID
    reason: Reason
    score: Score = 1.0


class NewSplit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which handles are a new customer's, with all that came by them, and why. Without a name the new customer is known
    by what a handle came with."""

    handle_ids: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=100)]
    reason: Reason
    display_name: Name | None = None


class Because(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why."""

    reason: Reason


class NewRelationship(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the customer stands to another: ``broker_of`` says that this customer is the other's broker."""

    other_customer_id: UUID
    kind: RelationshipKind
