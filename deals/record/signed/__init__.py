"""Deals as they are on record, and how their terms are read."""
