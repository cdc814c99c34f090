"""What signed deals teach: inequalities, intervals, threats, the zone of agreement."""
