"""Who the customers are: handles, identity resolution, reversible merge."""

from warmline.customers.actions.resolve import resolve
from warmline.customers.model import Claim, Customer, Resolved
from warmline.customers.normalise import normalise

__all__ = ["Claim", "Customer", "Resolved", "normalise", "resolve"]
