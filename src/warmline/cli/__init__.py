"""The command ``warmline``: runs an installation, moves data in and out of it, and says what is wrong with it.

Commands import what they need when they run, so that asking for help costs next to nothing.
"""

from warmline.cli.program import app, main

__all__ = ["app", "main"]
