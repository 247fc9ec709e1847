"""Who acts: every verb takes an actor, checks what it may, and signs its events with it."""

from uuid import UUID

import msgspec

from warmline.kit.errors import Forbidden

PERMISSIONS: dict[str, str] = {
    "org.manage": "Change the organisation, its people, teams, roles and skills.",
    "key.manage": "Create and revoke API keys.",
    "customer.read": "See customers, their handles and their history.",
    "customer.write": "Create and change customers and handles, link and unlink.",
    "customer.merge": "Merge customers, and take merges apart.",
    "feed.manage": "Set up feeds of customers and their mapping, and the rules between sources.",
    "feed.run": "Send a feed's rows, and see what became of them.",
    "case.read": "See every case and interaction of the organisation.",
    "case.read_team": "See the cases and interactions of oneself, one's teams and queues, and those offered to one.",
    "case.write": "Change cases: fields, notes, references, promises, move, split, join.",
    "interaction.work": "Take offers, reply, hold, hand off, wrap up.",
    "interaction.create": "Record interactions through the API.",
    "signal.write": "Write signals.",
    "queue.read": "See queues, presence and the waiting work.",
    "queue.manage": "Change queues, set other agents' presence, move work.",
    "channel.manage": "Set up channels.",
    "envelope.read": "See raw deliveries, and what failed.",
    "envelope.retry": "Run what failed again: deliveries, jobs and reactions.",
    "vocabulary.manage": "Change vocabularies and capture templates.",
    "audit.read": "Read the audit trail and verify it.",
    "export": "Export the record.",
}


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody or something that acts in one organisation. ``kind`` is agent, api_key, connector, customer or system;
    the permission ``*`` is all of them."""

    org_id: UUID
    kind: str
    id: UUID | None = None
    name: str = ""
    permissions: frozenset[str] = frozenset()
    team_ids: frozenset[UUID] = frozenset()
    request_id: str | None = None

    @property
    def ref(self) -> str:
        """How events name the actor: ``agent:<uuid>``, ``connector:email``, ``system:ingest``."""
        return f"{self.kind}:{self.id or self.name}"

    @property
    def agent_id(self) -> UUID | None:
        """The agent's id, where an agent acts."""
        return self.id if self.kind == "agent" else None

    def may(self, *permissions: str) -> bool:
        """Whether the actor has any of the permissions."""
        return "*" in self.permissions or any(each in self.permissions for each in permissions)

    def need(self, *permissions: str) -> None:
        """Raise ``Forbidden`` unless the actor has any of the permissions."""
        if not self.may(*permissions):
            raise Forbidden(permission=" or ".join(permissions))


def system(org_id: UUID, name: str) -> Actor:
    """Warmline itself, at work on something of its own: ``system:routing``."""
    return Actor(org_id=org_id, kind="system", name=name, permissions=frozenset({"*"}))
