"""The exit codes, as ``warmline --help`` tells them."""

PROBLEM = 1
USAGE = 2
UNUSABLE = 3
INTERRUPTED = 130
