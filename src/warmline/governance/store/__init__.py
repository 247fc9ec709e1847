"""The only door to the tables of governance: one function per query."""
