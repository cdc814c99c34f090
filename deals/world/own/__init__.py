"""A user's own rows, laid over the tables of ``datasets/``: read and checked, merged, and shown as differences."""
