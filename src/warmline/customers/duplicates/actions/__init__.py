"""The verbs of proposals and searches."""
