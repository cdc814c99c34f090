"""Pictures of what tariffs are worth: by level, by region, and when they are answered."""
