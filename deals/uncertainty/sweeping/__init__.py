"""Any piece of work over the numbers of draws: over any executor, with nothing finished ever lost."""
