"""What rules announce. Names and codes of our own, and nothing of what customers wrote."""

from uuid import UUID

from warmline.kit.events import Event, announces


@announces("routing_rules.changed")
class RoutingRulesChanged(Event, frozen=True, kw_only=True):
    """The rules of routing were saved anew, and hold from now on; before and after have those that are different."""

    version: int
    restored: int | None = None


@announces("routing_rules.applied", interaction="interaction_id")
class RoutingRulesApplied(Event, frozen=True, kw_only=True):
    """Rules changed what a contact needs: its queue, skills, priority, class of service or whom it is for. ``step``
    says that time did so."""

    version: int
    rule_ids: tuple[UUID, ...] = ()
    step: int | None = None


@announces("escalation.raised", escalation="escalation_id")
class EscalationRaised(Event, frozen=True, kw_only=True):
    """A supervisor is to look at a contact now."""

    escalation_id: UUID
    rule_id: UUID
    team_id: UUID | None = None


@announces("escalation.acknowledged", escalation="escalation_id")
class EscalationAcknowledged(Event, frozen=True, kw_only=True):
    """Somebody has seen an escalation and looks at it."""

    escalation_id: UUID


@announces("escalation.resolved", escalation="escalation_id")
class EscalationResolved(Event, frozen=True, kw_only=True):
    """An escalation is settled."""

    escalation_id: UUID
