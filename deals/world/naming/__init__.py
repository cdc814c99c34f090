"""Economies by whatever people call them."""
