"""What a supervisor should look at now. Nothing is stored: an alert is there as long as its trouble is."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from warmline.accounts import Actor, setting
from warmline.analytics import store
from warmline.analytics.actions.wall import wall
from warmline.analytics.model import Alert, AlertKind, AlertSettings, QueueNow, Severity, Wall
from warmline.kit.db import Conn
from warmline.kit.log import logger
from warmline.routing import Escalation, list_escalations

READ = ("queue.manage",)
MOST_ESCALATIONS = 200
log = logger(__name__)
setting("alerts", AlertSettings)


async def alerts(conn: Conn, actor: Actor) -> list[Alert]:
    """All there are now, the critical first, and the longest first among those."""
    actor.need(*READ)
    settings = await _settings(conn, actor)
    floor = await wall(conn, actor)
    found = [_escalation(each) for each in await list_escalations(conn, actor, open_=True, size=MOST_ESCALATIONS)]
    found += [alert for queue in floor.queues for alert in of_queue(queue, settings, floor.at)]
    found += _absent(floor)
    found += await _channels(conn, actor, floor.at - timedelta(hours=settings.failed_hours))
    latest = floor.at + timedelta(days=1)
    return sorted(found, key=lambda each: (each.severity is not Severity.CRITICAL, each.since or latest, each.id))


async def _settings(conn: Conn, actor: Actor) -> AlertSettings:
    stored = await store.alert_settings(conn, actor.org_id)
    try:
        return msgspec.convert(stored or {}, AlertSettings)
    except msgspec.ValidationError as error:
        log.warning("alerts.settings_unreadable", org_id=str(actor.org_id), error=str(error))
        return AlertSettings()


def _escalation(each: Escalation) -> Alert:
    return Alert(
        id=f"escalation:{each.id}",
        kind=AlertKind.ESCALATION,
        severity=Severity.WARNING if each.acknowledged_at else Severity.CRITICAL,
        since=each.raised_at,
        name=each.rule,
        detail=each.reason,
        queue_id=each.queue_id,
        agent_id=each.agent_id,
        interaction_id=each.interaction_id,
        case_id=each.case_id,
        escalation_id=each.id,
    )


def of_queue(queue: QueueNow, settings: AlertSettings, now: datetime) -> Iterator[Alert]:
    """What is wrong with a queue. Pure."""
    limit = settings.oldest_targets * queue.service_seconds
    about: dict[str, Any] = {"name": queue.name, "queue_id": queue.queue_id}
    if queue.oldest and (now - queue.oldest).total_seconds() > limit and queue.open:
        yield Alert(
            id=f"oldest_waiting:{queue.queue_id}",
            kind=AlertKind.OLDEST_WAITING,
            severity=Severity.CRITICAL if (now - queue.oldest).total_seconds() > 2 * limit else Severity.WARNING,
            since=queue.oldest + timedelta(seconds=limit),
            value=(now - queue.oldest).total_seconds(),
            threshold=limit,
            **about,
        )
    level = queue.today.service_level
    if level is not None and queue.today.target_known >= settings.least_contacts and level < queue.service_level_target:
        yield Alert(
            id=f"service_level:{queue.queue_id}",
            kind=AlertKind.SERVICE_LEVEL,
            severity=Severity.WARNING,
            value=level,
            threshold=queue.service_level_target,
            **about,
        )
    if queue.open and queue.at_work == 0:
        yield Alert(
            id=f"nobody_at_work:{queue.queue_id}",
            kind=AlertKind.NOBODY_AT_WORK,
            severity=Severity.CRITICAL if queue.waiting else Severity.WARNING,
            since=queue.oldest,
            value=float(queue.waiting),
            **about,
        )


def _absent(floor: Wall) -> list[Alert]:
    return [
        Alert(
            id=f"not_responding:{each.agent_id}",
            kind=AlertKind.NOT_RESPONDING,
            severity=Severity.CRITICAL if each.work else Severity.WARNING,
            since=each.since,
            name=each.name,
            value=float(len(each.work)),
            agent_id=each.agent_id,
        )
        for each in floor.agents
        if each.status == "not_responding"
    ]


async def _channels(conn: Conn, actor: Actor, since: datetime) -> list[Alert]:
    found = [
        Alert(
            id=f"channel_down:{row['id']}",
            kind=AlertKind.CHANNEL_DOWN,
            severity=Severity.CRITICAL,
            since=row["checked_at"],
            name=row["name"],
            detail=row["problem"],
            account_id=row["id"],
        )
        for row in await store.troubled_accounts(conn, actor.org_id)
    ]
    sent = await store.failed_deliveries(conn, actor.org_id, since)
    found += [_failed(AlertKind.DELIVERY_FAILED, row, row["reason"]) for row in sent]
    read = await store.failed_envelopes(conn, actor.org_id)
    return found + [_failed(AlertKind.ENVELOPES_FAILED, row, row["error"]) for row in read]


def _failed(kind: AlertKind, row: Any, detail: str | None) -> Alert:
    return Alert(
        id=f"{kind.value}:{row['account_id']}",
        kind=kind,
        severity=Severity.WARNING,
        since=row["since"],
        name=row["name"],
        # Of a traceback the last line says what; the rest is for whoever mends it.
        detail=(detail or "").strip().splitlines()[-1][:200] if (detail or "").strip() else "",
        value=float(row["count"]),
        account_id=row["account_id"],
    )
