"""The verbs of the reading of entities."""
