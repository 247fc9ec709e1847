"""Everything that the slices bring, listed once."""

from typing import Any

import warmline.accounts.jobs
import warmline.accounts.routes
import warmline.governance.jobs
import warmline.governance.routes
from warmline.api import DOCS, HEALTH
from warmline.kit.http import sweep_idempotency_keys
from warmline.kit.jobs import Job, Periodic, every
from warmline.kit.reactions import Reaction

# Handlers that are mounted under /api/v1, and those that have an address of their own.
ROUTES: list[Any] = [
    *warmline.accounts.routes.ROUTES,
    *warmline.governance.routes.ROUTES,
]
PAGES: list[Any] = [*HEALTH, *DOCS]

REACTIONS: list[Reaction] = []
JOBS: list[Job] = []
PERIODIC: list[Periodic] = [every(seconds=600, name="kit.idempotency")(sweep_idempotency_keys)]
