"""Domain-free tools that every part of Warmline may use: nothing here knows what a customer is."""
