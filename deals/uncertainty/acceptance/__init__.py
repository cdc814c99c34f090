"""Offers that are accepted: how likely a partner is to sign, and which offer brings most when that is counted."""
