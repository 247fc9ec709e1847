"""The routing engine under a virtual clock: scenarios, what comes of them, and the report."""
