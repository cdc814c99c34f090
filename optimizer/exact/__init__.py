"""Linear programmes in fractions: what a solver says of one is checked here, and small ones are decided."""
