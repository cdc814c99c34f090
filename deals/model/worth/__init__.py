"""What things are worth, to whom, and for how long: one function for each formula."""
