"""Every conversation by its words: all channels, all of history."""

from warmline.search.actions.find import find, search_for
from warmline.search.actions.index import index
from warmline.search.events import ConversationsSearched
from warmline.search.model import Excerpt, Filter, Order, Place, SearchFacets, SearchHit, SearchResults

__all__ = [
    "ConversationsSearched",
    "Excerpt",
    "Filter",
    "Order",
    "Place",
    "SearchFacets",
    "SearchHit",
    "SearchResults",
    "find",
    "index",
    "search_for",
]
