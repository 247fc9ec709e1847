"""What customers do in the background; each part of the slice has its own."""

from warmline.customers.duplicates.jobs import JOBS as DUPLICATE_JOBS
from warmline.customers.duplicates.jobs import PERIODIC as DUPLICATE_PERIODIC
from warmline.customers.duplicates.jobs import REACTIONS as DUPLICATE_REACTIONS
from warmline.customers.hub.jobs import PERIODIC as HUB_PERIODIC
from warmline.kit.jobs import Job, Periodic
from warmline.kit.reactions import Reaction

JOBS: list[Job] = [*DUPLICATE_JOBS]
PERIODIC: list[Periodic] = [*HUB_PERIODIC, *DUPLICATE_PERIODIC]
REACTIONS: list[Reaction] = [*DUPLICATE_REACTIONS]
