"""The optimum as a function of one number."""
