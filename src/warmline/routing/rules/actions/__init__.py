"""The verbs of rules."""
