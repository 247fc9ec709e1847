"""To whom a conversation can go, or who can be asked into it: what a picker shows."""

from warmline.routing.picking.listing import transfer_targets
from warmline.routing.picking.views import AgentTarget, QueueTarget, TeamTarget, TransferTargets

__all__ = ["AgentTarget", "QueueTarget", "TeamTarget", "TransferTargets", "transfer_targets"]
