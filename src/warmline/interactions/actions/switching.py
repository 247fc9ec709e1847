"""What a hand-off is as a switch: from and to where, which rules apply, what must travel, whose the context is then."""

from typing import Any
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.governance import (
    CaptureTemplate,
    ContinuityPolicy,
    Switch,
    capture_template,
    continuity_policies,
    together,
)
from warmline.interactions.carrying import store
from warmline.interactions.events import CaseUpdated
from warmline.interactions.store import writing
from warmline.interactions.views import InteractionView
from warmline.kit.db import Conn
from warmline.kit.events import publish


class Switching(msgspec.Struct, frozen=True, kw_only=True):
    """A hand-off before it is made. ``from_channel`` is that of the contact before in the case."""

    template: CaptureTemplate | None
    policies: list[ContinuityPolicy]
    from_channel: str | None
    to_channel: str
    from_team_id: UUID | None
    to_team_id: UUID | None

    @property
    def fields(self) -> list[dict[str, Any]]:
        """What the template and the rules ask for together."""
        return together([self.template.fields if self.template else [], *(each.fields for each in self.policies)])

    @property
    def called(self) -> str | None:
        """The template and the rules, for people."""
        names = [self.template.name] if self.template else []
        return "; ".join([*names, *(each.name for each in self.policies)]) or None

    @property
    def context_team_id(self) -> UUID | None:
        """The team that owns the context afterwards: the first rule that names one decides."""
        return next((each.owner_team_id for each in self.policies if each.owner_team_id), None)


async def switching(
    conn: Conn, actor: Actor, interaction: InteractionView, to_kind: str = "agent", to_id: UUID | None = None
) -> Switching:
    """What applies where the actor hands the interaction to an agent or a queue; without ``to_id``, what applies
    whoever takes it. The pair of channels says most, then the teams, the queue, and whether a bot hands over."""
    from_channel = await store.channel_before(conn, actor.org_id, interaction.id)
    from_team, to_team = await store.teams_of_hand_off(
        conn,
        actor.org_id,
        from_team_id=interaction.team_id,
        from_agent_id=interaction.owner_id or actor.agent_id,
        to_kind=to_kind,
        to_id=to_id,
    )
    switches = [Switch("channel", from_channel, interaction.channel)] if from_channel else []
    if to_id and from_team != to_team:
        switches.append(Switch("team", _text(from_team), _text(to_team)))
    if to_id and to_kind == "queue":
        switches.append(Switch("queue", None, str(to_id)))
    switches.append(Switch("agent" if actor.agent_id else "bot"))
    return Switching(
        template=await capture_template(conn, "hand_off", interaction.channel, interaction.category),
        policies=await continuity_policies(conn, actor, switches),
        from_channel=from_channel,
        to_channel=interaction.channel,
        from_team_id=from_team,
        to_team_id=to_team,
    )


def _text(id_: UUID | None) -> str | None:
    return str(id_) if id_ else None


async def record_switch(
    conn: Conn, actor: Actor, interaction: InteractionView, hand_off_id: UUID, switch: Switching
) -> None:
    """Note where the hand-off goes, and give the context to the team that owns it from now on."""
    await store.place_hand_off(
        conn,
        actor.org_id,
        hand_off_id,
        from_channel=switch.from_channel,
        to_channel=switch.to_channel,
        from_team_id=switch.from_team_id,
        to_team_id=switch.to_team_id,
        context_team_id=switch.context_team_id,
    )
    team_id = switch.context_team_id
    if team_id is None or interaction.case_id is None:
        return
    case = await writing.lock_case(conn, actor.org_id, interaction.case_id)
    if case["team_id"] == team_id:
        return
    await writing.set_case_owner(conn, actor.org_id, case["id"], case["owner_id"], team_id)
    event = CaseUpdated(
        case_id=case["id"],
        interaction_id=interaction.id,
        customer_id=case["customer_id"],
        before={"team_id": case["team_id"]},
        after={"team_id": team_id},
        changed=("team_id",),
    )
    await publish(conn, actor.org_id, actor.ref, [event], request_id=actor.request_id)
