"""Try thresholds of identity on one's own history."""

from warmline.customers.rehearsing.actions import dry_run
from warmline.customers.rehearsing.model import IdentityDryRun, IdentityOutcome, IdentityTrial

__all__ = ["IdentityDryRun", "IdentityOutcome", "IdentityTrial", "dry_run"]
