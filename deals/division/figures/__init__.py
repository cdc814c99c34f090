"""Pictures of deals divided."""
