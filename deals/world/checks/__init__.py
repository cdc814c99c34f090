"""What is checked of the tables beyond their own columns."""
