"""The model that learns, for the policies that use it."""

from warmline.simulation.plan import Plan
from warmline.simulation.workers import Learner


def make_learner(plan: Plan) -> Learner | None:
    """A model that knows nothing yet."""
    return None
