"""The only door to the tables of accounts: one function per query."""
