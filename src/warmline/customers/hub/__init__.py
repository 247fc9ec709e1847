"""The customer data hub: what other systems say of customers, which of it survives, and why."""
