"""The algebra: what terms are worth, who would refuse, and the programme that puts deals together."""
