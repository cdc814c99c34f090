"""Who is taken to want how much computing."""
