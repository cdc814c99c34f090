"""The rows of the contract problem: one file for each group of constraint families."""
