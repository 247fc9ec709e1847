"""Which work is served first: the arithmetic of routing. Pure, and every part of it is shown to people.

Age and priority are one number, "higher first": one point of priority is one minute of waiting. Within one class of
work the order never changes while time passes, so that it can be an index.
"""

from warmline.engine.model import MINUTE, Queue, Score, Task

# Points for work that reaches its service target, growing evenly until twice the target.
SLA_POINTS = 10.0
SLA_LIMIT = 2.0


def score(task: Task, queue: Queue, now: float) -> Score:
    """How urgent the task is now; the highest total is served first.

    The SLA part counts the time that is left to the target in the same age that orders the class, so that priority
    brings the target nearer and the order within a class holds.
    """
    waiting = max(0.0, now - task.queued_at) / MINUTE
    used = (now - task.key) / (task.service_seconds or queue.service_seconds)
    return Score(
        waiting=waiting,
        queue=float(queue.priority),
        interaction=float(task.priority),
        sla=SLA_POINTS * min(max(used, 0.0), SLA_LIMIT),
    )
