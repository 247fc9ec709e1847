"""The engine at work: one writer of offers for each organisation, under a lease."""

from warmline.routing.shard.dispatcher import Dispatcher
from warmline.routing.shard.explaining import Unrepeatable, again, decide_again
from warmline.routing.shard.shard import Shard
from warmline.routing.shard.stepping import place, settle

__all__ = ["Dispatcher", "Shard", "Unrepeatable", "again", "decide_again", "place", "settle"]
