"""Jobs: what must wait, be tried again or talk to the outside; and periodic work."""

from warmline.kit.jobs.model import Job, Periodic, RetryLater, every, job
from warmline.kit.jobs.queue import FailedJob, JobWaits, enqueue, failed_jobs, retry_job
from warmline.kit.jobs.worker import Worker

__all__ = [
    "FailedJob",
    "Job",
    "JobWaits",
    "Periodic",
    "RetryLater",
    "Worker",
    "enqueue",
    "every",
    "failed_jobs",
    "job",
    "retry_job",
]
