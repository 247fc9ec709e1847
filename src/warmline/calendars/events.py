"""What is announced about calendars."""

from uuid import UUID

from warmline.kit.events import Event, announces


@announces("calendar.created", calendar="calendar_id")
class CalendarCreated(Event, frozen=True, kw_only=True):
    """Business hours were set up."""

    calendar_id: UUID


@announces("calendar.updated", calendar="calendar_id", queue="queue_ids")
class CalendarUpdated(Event, frozen=True, kw_only=True):
    """Business hours changed, and with them those of the queues that keep this calendar."""

    calendar_id: UUID
    queue_ids: tuple[UUID, ...] = ()


@announces("calendar.deleted", calendar="calendar_id")
class CalendarDeleted(Event, frozen=True, kw_only=True):
    """Business hours that no queue kept were deleted."""

    calendar_id: UUID
