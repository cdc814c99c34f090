"""A proposal in a file: written, read back without solving, compared with another."""
