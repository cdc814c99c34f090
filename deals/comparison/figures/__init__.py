"""Pictures of regimes side by side."""
