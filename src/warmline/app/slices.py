"""Everything that the slices bring, listed once."""

from typing import Any

import warmline.accounts.jobs
import warmline.accounts.routes
import warmline.analytics.routes
import warmline.calendars.routes
import warmline.channels.jobs
import warmline.channels.routes
import warmline.customers.jobs
import warmline.customers.routes
import warmline.desk.jobs
import warmline.desk.routes
import warmline.entities.routes
import warmline.governance.jobs
import warmline.governance.routes
import warmline.interactions.jobs
import warmline.interactions.routes
import warmline.realtime.routes
import warmline.routing.jobs
import warmline.routing.routes
import warmline.search.jobs
import warmline.search.routes
from warmline import accounts, calendars, channels, customers, desk, entities, governance, interactions, routing
from warmline.api import DESK, DOCS, EXCHANGE, FAILURES, FEEDS, HEALTH, OVERVIEW, SETUP
from warmline.kit.doctor import Check
from warmline.kit.http import sweep_idempotency_keys
from warmline.kit.jobs import Job, Periodic, every
from warmline.kit.reactions import Reaction
from warmline.realtime import Loader

# Handlers that are mounted under /api/v1, and those that have an address of their own.
ROUTES: list[Any] = [
    *warmline.accounts.routes.ROUTES,
    *warmline.governance.routes.ROUTES,
    *warmline.realtime.routes.ROUTES,
    *warmline.customers.routes.ROUTES,
    *warmline.entities.routes.ROUTES,
    *warmline.calendars.routes.ROUTES,
    *warmline.interactions.routes.ROUTES,
    *warmline.channels.routes.ROUTES,
    *warmline.routing.routes.ROUTES,
    *warmline.desk.routes.ROUTES,
    *warmline.search.routes.ROUTES,
    *warmline.analytics.routes.ROUTES,
    *EXCHANGE,
    *FAILURES,
    *FEEDS,
    *OVERVIEW,
    *SETUP,
]
PAGES: list[Any] = [*HEALTH, *DOCS, *DESK]

REACTIONS: list[Reaction] = [
    *warmline.customers.jobs.REACTIONS,
    *warmline.interactions.jobs.REACTIONS,
    *warmline.channels.jobs.REACTIONS,
    *warmline.routing.jobs.REACTIONS,
    *warmline.desk.jobs.REACTIONS,
    *routing.LEARNING_REACTIONS,
    *warmline.search.jobs.REACTIONS,
]
JOBS: list[Job] = [
    *warmline.accounts.jobs.JOBS,
    *warmline.customers.jobs.JOBS,
    *warmline.interactions.jobs.JOBS,
    *warmline.channels.jobs.JOBS,
    *warmline.routing.jobs.JOBS,
    *warmline.desk.jobs.JOBS,
]
PERIODIC: list[Periodic] = [
    every(seconds=600, name="kit.idempotency")(sweep_idempotency_keys),
    *warmline.accounts.jobs.PERIODIC,
    *warmline.channels.jobs.PERIODIC,
    *warmline.customers.jobs.PERIODIC,
    *warmline.desk.jobs.PERIODIC,
    *warmline.governance.jobs.PERIODIC,
    *warmline.interactions.jobs.PERIODIC,
    *warmline.routing.jobs.PERIODIC,
    *routing.LEARNING_PERIODIC,
]

# What `warmline doctor` asks beside the checks of the host and the database.
CHECKS: list[Check] = [*routing.CHECKS]

# How an actor sees each kind of entity.
SNAPSHOTS: dict[str, Loader] = {
    **accounts.SNAPSHOTS,
    **governance.SNAPSHOTS,
    **customers.SNAPSHOTS,
    **entities.SNAPSHOTS,
    **calendars.SNAPSHOTS,
    **interactions.SNAPSHOTS,
    **channels.SNAPSHOTS,
    **routing.SNAPSHOTS,
    **desk.SNAPSHOTS,
}
