"""The slice's only door to the database: one typed function per query, by subject."""
