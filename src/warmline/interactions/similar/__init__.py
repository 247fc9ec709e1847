"""Cases like one, and how they ended."""

from warmline.interactions.similar.finding import similar_cases
from warmline.interactions.similar.views import SharedObject, SimilarCase

__all__ = ["SharedObject", "SimilarCase", "similar_cases"]
