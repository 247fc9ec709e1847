"""The shapes of what other systems say of customers, and of the rules between them."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from warmline.api.export.line import Json, Line


class FeedLine(Line, frozen=True, kw_only=True, tag="feed"):
    """A system that tells of customers, without its signing secret."""

    table: ClassVar[str] = "feed"

    id: UUID
    code: str
    name: str
    key_scheme: str
    mapping: Json
    encoding: str
    priority: int
    adopts: bool
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime


class FeedRunLine(Line, frozen=True, kw_only=True, tag="feed_run"):
    """One delivery of a feed, and what became of its rows."""

    table: ClassVar[str] = "feed_run"

    id: UUID
    feed_id: UUID
    origin: str
    started_by: str
    started_at: datetime
    finished_at: datetime | None
    read_rows: int
    created: int
    changed: int
    unchanged: int
    partly: int
    refused: int
    version: int
    created_at: datetime
    updated_at: datetime


class FeedRowProblemLine(Line, frozen=True, kw_only=True, tag="feed_row_problem"):
    """What was wrong with a row."""

    table: ClassVar[str] = "feed_row_problem"
    order: ClassVar[str] = "t.run_id, t.row_number, t.position"

    run_id: UUID
    row_number: int
    position: int
    external_key: str | None
    refused: bool
    problem: str


class CustomerAttributeLine(Line, frozen=True, kw_only=True, tag="customer_attribute"):
    """A value that a source gave for an attribute of a customer, and when it last said so."""

    table: ClassVar[str] = "customer_attribute"

    id: UUID
    customer_id: UUID
    name: str
    value: Any
    source: str
    external_key: str
    verified: bool
    observed_at: datetime
    first_observed_at: datetime
    created_at: datetime


class CustomerReferenceLine(Line, frozen=True, kw_only=True, tag="customer_reference"):
    """A policy, claim or account that a customer holds by what a source says."""

    table: ClassVar[str] = "customer_reference"

    id: UUID
    customer_id: UUID
    kind: str
    external_id: str
    label: str
    address: str | None
    status: str | None
    source: str
    external_key: str
    observed_at: datetime
    ended_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class SurvivorshipLine(Line, frozen=True, kw_only=True, tag="survivorship"):
    """The rules of which value survives where sources differ."""

    table: ClassVar[str] = "survivorship"
    order: ClassVar[str] = "t.org_id"

    rules: Json
    version: int
    created_at: datetime
    updated_at: datetime


FEEDS: tuple[type[Line], ...] = (
    FeedLine,
    FeedRunLine,
    FeedRowProblemLine,
    CustomerAttributeLine,
    CustomerReferenceLine,
    SurvivorshipLine,
)
