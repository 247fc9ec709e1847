"""Models of continuity: the one that is shipped, and those that an organisation learns from its corrections.

Only what ingest needs is loaded with this package; training and dry runs are in the modules beside it.
"""

from warmline.interactions.learning.active import active_model
from warmline.interactions.learning.model import ContinuityModel
from warmline.interactions.learning.shipped import shipped

__all__ = ["ContinuityModel", "active_model", "shipped"]
