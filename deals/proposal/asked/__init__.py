"""Questions that a strategist asks of a proposal: why no deal, what for so much more, what if tariffs fall."""
