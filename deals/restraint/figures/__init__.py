"""Pictures of haste, caution and hard lines."""
