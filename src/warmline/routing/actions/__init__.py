"""The verbs of routing."""
