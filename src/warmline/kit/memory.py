"""The garbage collector, told how this program lives: much that stays for good, and much that is gone in a moment."""

import gc

# Allocations before the youngest objects are looked through. Python's own 700 suits a script; a batch makes 100,000.
YOUNGEST = 20_000
OLDER = 20


def settle() -> None:
    """Take what is loaded now as there for good, so that it is not looked through again.

    Call it once, when the program is up. Looking through modules and handlers again and again was a fifth of what
    ingest cost Python.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNGEST, OLDER, OLDER)
