"""The plan made again in each drawn world, to a gap that is certified by its relaxation."""
