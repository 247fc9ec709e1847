"""What happened, one line for each customer, in columns; and what the clock itself counted, to check them against."""

from array import array

from warmline.simulation.stream import Customer

# What became of a customer.
WAITING, SERVED, ABANDONED, BLOCKED, IN_SERVICE = range(5)
NOBODY = -1


class Journal:
    """Times are seconds since midnight of the first day. ``left`` is when waiting ended, ``ended`` when everything
    did."""

    def __init__(self) -> None:
        self.queue = array("i")
        self.intent = array("i")
        self.at = array("d")
        self.left = array("d")
        self.ended = array("d")
        self.agent = array("i")
        self.outcome = array("b")
        self.resolved = array("b")
        self.offers = array("i")
        self.again = array("b")
        self.presence: list[tuple[int, float, float]] = []
        # Kept by the clock as it goes, customer by customer nothing is known of them.
        self.waiting_seconds = 0.0
        self.service_seconds = 0.0
        self.arrivals = 0
        self.starts = 0
        self.ends = 0
        self.overloads = 0
        self.absent = 0
        self.missed = 0
        self.declined = 0
        self.decisions = 0
        self.decided = 0

    def note(self, who: Customer, outcome: int, left: float, ended: float, agent: int = NOBODY) -> None:
        """A customer is gone, or the run is over for them; whether it is settled is noted with ``settle``."""
        self.queue.append(who.queue)
        self.intent.append(who.intent)
        self.at.append(who.at)
        self.left.append(left)
        self.ended.append(ended)
        self.agent.append(agent)
        self.outcome.append(outcome)
        self.resolved.append(0)
        self.offers.append(who.offers)
        self.again.append(who.again)

    def settle(self) -> None:
        """The last one that was noted is settled for good."""
        self.resolved[-1] = 1

    def decide(self, task_number: int, agent: int) -> None:
        """Fold a decision into a number, so that two runs can be compared in one look (FNV-1a, 64 bit)."""
        self.decisions += 1
        for each in (task_number, agent):
            self.decided = ((self.decided ^ each) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
