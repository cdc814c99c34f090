"""The first screen and the report by themes: the answer, what is asked of whom, limits, law, who is left out."""
