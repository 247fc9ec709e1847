"""Who resolves what: learned from outcomes, used by turns, and measured.

``resolution`` (with ``outcomes``, ``shrinkage`` and ``cycling``) is the pure core: it needs no database and no clock.
"""

from warmline.accounts import OrganizationUpdated
from warmline.kit.events import Event
from warmline.routing.learning.actions.counting import count_due, counts_up_to
from warmline.routing.learning.actions.publishing import load_model, load_version, publish_model
from warmline.routing.learning.actions.reporting import bias, effect
from warmline.routing.learning.actions.switching import change_settings, learning, switch
from warmline.routing.learning.cycling import Cycle
from warmline.routing.learning.events import RoutingLearningSwitched, RoutingModelPublished
from warmline.routing.learning.model import (
    BiasReport,
    EffectReport,
    LearningSettings,
    LearningView,
    PublishedModel,
    SettingsChange,
    Switch,
)
from warmline.routing.learning.outcomes import Counts, Outcome
from warmline.routing.learning.resolution import Expectation, Learned, ResolutionModel, Worths
from warmline.routing.learning.snapshots import SNAPSHOTS

# After one of these, whoever decides asks ``load_model`` again.
MODEL_EVENTS: tuple[type[Event], ...] = (RoutingLearningSwitched, RoutingModelPublished, OrganizationUpdated)

__all__ = [
    "MODEL_EVENTS",
    "SNAPSHOTS",
    "BiasReport",
    "Counts",
    "Cycle",
    "EffectReport",
    "Expectation",
    "Learned",
    "LearningSettings",
    "LearningView",
    "Outcome",
    "PublishedModel",
    "ResolutionModel",
    "RoutingLearningSwitched",
    "RoutingModelPublished",
    "SettingsChange",
    "Switch",
    "Worths",
    "bias",
    "change_settings",
    "count_due",
    "counts_up_to",
    "effect",
    "learning",
    "load_model",
    "load_version",
    "publish_model",
    "switch",
]
