"""Business hours: weeks with split shifts, time zones, holidays and exceptions."""
