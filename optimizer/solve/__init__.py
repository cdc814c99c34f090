"""HiGHS as it answers: one live solver, and the optimum it stands at."""
