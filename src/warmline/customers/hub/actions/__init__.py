"""The verbs of the hub."""
