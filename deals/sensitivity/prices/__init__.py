"""What one unit of a limit or a term is worth, the deals of the plan held."""
