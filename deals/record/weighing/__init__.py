"""Any package of one's own, weighed for both sides."""
