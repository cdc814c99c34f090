"""One file for each export regime of the sources."""
