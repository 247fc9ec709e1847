"""``python -m warmline`` is ``warmline``."""

from warmline.cli import main

main()
