"""Regimes on the same draws: what choosing one may cost against the one that would have been best."""
