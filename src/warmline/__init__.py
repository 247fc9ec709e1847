"""Warmline: every customer contact on every channel as one typed, linked, living record."""
