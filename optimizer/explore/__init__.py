"""What else could be chosen: other answers, other goals, other numbers."""
