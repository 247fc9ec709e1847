"""Keep what arrives, before anybody reads it."""

from collections.abc import Sequence
from uuid import UUID

from warmline import sdk
from warmline.channels import store, washing
from warmline.channels.lanes import lane_of
from warmline.channels.store import NewEnvelope
from warmline.kit.db import Conn


async def accept(conn: Conn, account: sdk.Account, raws: Sequence[sdk.Raw]) -> list[sdk.Accepted]:
    """Store deliveries, in order; durable when the transaction commits, and only then may the sender be told so.

    A repeat (the same external id in this account) changes nothing. No actor: the account was found, and the delivery
    verified, before this.
    """
    return await insert(conn, account.org_id, [(account.id, raw) for raw in raws])


async def insert(conn: Conn, org_id: UUID, raws: Sequence[tuple[UUID, sdk.Raw]]) -> list[sdk.Accepted]:
    """The same for several accounts of one organisation: account id and delivery."""
    if not raws:
        return []
    rows = [row_of(account_id, raw) for account_id, raw in raws]
    ids = await store.insert_envelopes(conn, org_id, rows)
    new = set(ids)
    repeated = {row.place for row in rows} - new
    if repeated:
        ids |= await store.envelopes_by_external_ids(conn, org_id, sorted(repeated))
    accepted = []
    for row in rows:
        accepted.append(sdk.Accepted(envelope_id=ids[row.place], new=row.place in new))
        # The second of two equal ones in one call is a repeat, too.
        new.discard(row.place)
    return accepted


def row_of(account_id: UUID, raw: sdk.Raw) -> NewEnvelope:
    """The row of a delivery: storable whatever its sender put into it."""
    external_id = washing.external_id(raw.external_id)
    return NewEnvelope(
        account_id=account_id,
        external_id=external_id,
        lane=lane_of_delivery(raw),
        body=raw.body,
        content_type=washing.text(raw.content_type),
        meta=washing.words(raw.meta),
        received_at=raw.received_at,
    )


def lane_of_delivery(raw: sdk.Raw) -> int:
    """The lane that keeps it in order with its like."""
    return lane_of(raw.key or washing.external_id(raw.external_id))
