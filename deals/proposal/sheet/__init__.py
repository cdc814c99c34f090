"""What a term sheet is made of beside its page: the offer, its sources, what a pledge is worth."""
