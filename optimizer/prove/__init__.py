"""Proofs apart from the solver, and why there is no answer where there is none."""
