"""The gain along one number."""
