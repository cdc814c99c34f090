"""Plain words for what those who read a file, and those who check its values, find at fault."""
