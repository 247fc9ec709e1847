"""Who gets what: agents and waiting work in memory. Pure: it reads no clock and no database."""
