"""Pictures of how sure the answer is."""
