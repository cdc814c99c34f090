"""How far one deal can be pushed, and what would end it."""
