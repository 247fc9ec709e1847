"""Every conversation by its words: all channels, all of history."""

from warmline.search.actions.find import find, search_for
from warmline.search.actions.index import index
from warmline.search.events import ConversationsSearched
from warmline.search.model import Excerpt, Facets, Filter, Found, Order, Place, Results

__all__ = [
    "ConversationsSearched",
    "Excerpt",
    "Facets",
    "Filter",
    "Found",
    "Order",
    "Place",
    "Results",
    "find",
    "index",
    "search_for",
]
