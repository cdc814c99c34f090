"""Pictures of what really happened."""
