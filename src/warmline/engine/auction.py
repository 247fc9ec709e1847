"""Who gets what when many wait for many: bids raise prices until nobody wants to change.

D. P. Bertsekas, The auction algorithm (1988), in Jacobi form: all who have nothing bid at once. What comes out is
within ``min(tasks, agents) * step`` of the best total there is, because each holds what is best for it at the final
prices, but for one step, and what nobody holds is free.
"""

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Assigned = NDArray[np.intp]


def auction(values: Values, step: float) -> tuple[Assigned, Values]:
    """For each row the column that it gets, or -1, and the final price of each column.

    ``values[row, column]`` is what the pair is worth, positive; -inf where they do not fit. A row whose best is worth
    less than its price goes without. ``step`` is the least raise: smaller is nearer to the best, and takes longer.
    """
    rows, columns = values.shape
    prices, holder = np.zeros(columns), np.full(columns, -1, dtype=np.intp)
    got = np.full(rows, -1, dtype=np.intp)
    bidding = np.flatnonzero(np.isfinite(values).any(axis=1)) if columns else np.zeros(0, dtype=np.intp)
    while len(bidding):
        net = values[bidding] - prices
        best = net.argmax(axis=1)
        at = np.arange(len(bidding))
        gain = net[at, best]
        net[at, best] = -np.inf
        # Going without is worth nothing, and is the second choice of who has no better one.
        second = np.maximum(net.max(axis=1), 0.0)
        wants = gain > 0
        bidding, best, bids = bidding[wants], best[wants], (prices[best] + gain - second + step)[wants]
        order = np.lexsort((-bidding, bids))
        # The last to be written is the highest bid, and of equal ones the first row's.
        winner = np.full(columns, -1, dtype=np.intp)
        winner[best[order]] = order
        sold = np.flatnonzero(winner >= 0)
        won = winner[sold]
        losers = holder[sold]
        got[losers[losers >= 0]] = -1
        holder[sold], prices[sold] = bidding[won], bids[won]
        got[bidding[won]] = sold
        bidding = np.concatenate([np.delete(bidding, won), losers[losers >= 0]])
    return got, prices
