"""Programmes as they are built: labels, numbers, and what a variable is."""
