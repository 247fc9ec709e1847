"""What happens in the hub. Names of fields and counts only; whose values they are, customer.updated says."""

from uuid import UUID

from warmline.kit.events import Event, announces


@announces("feed.created", feed="feed_id")
class FeedCreated(Event, frozen=True, kw_only=True):
    """A system that tells of customers was set up."""

    feed_id: UUID
    code: str


@announces("feed.updated", feed="feed_id")
class FeedUpdated(Event, frozen=True, kw_only=True):
    """A feed's settings or its signing secret were changed; ``fields`` names which."""

    feed_id: UUID
    fields: tuple[str, ...]


@announces("feed_run.started", feed_run="run_id")
class FeedRunStarted(Event, frozen=True, kw_only=True):
    """Rows of a feed are coming in."""

    run_id: UUID
    feed_id: UUID


@announces("feed_run.finished", feed_run="run_id")
class FeedRunFinished(Event, frozen=True, kw_only=True):
    """All rows of a delivery were seen to; ``refused`` and ``partly`` count those with a problem."""

    run_id: UUID
    feed_id: UUID
    created: int
    changed: int
    unchanged: int
    partly: int
    refused: int


@announces("survivorship.changed")
class SurvivorshipChanged(Event, frozen=True, kw_only=True):
    """The organisation decided anew which source is believed; before and after have the rules."""
