"""What is carried with a case: facts already given, open questions, and where context was lost on the way."""
