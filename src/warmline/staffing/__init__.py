"""How many agents, and when: Erlang formulas, forecasts, requirements and shifts."""
