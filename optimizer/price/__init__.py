"""Two-sided prices of limits, and ranges of costs, with how far each holds."""
