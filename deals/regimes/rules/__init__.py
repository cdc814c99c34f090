"""The vocabulary of rules that regimes are made of."""
