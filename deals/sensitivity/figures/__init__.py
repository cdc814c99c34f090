"""Pictures of what changes the answer."""
