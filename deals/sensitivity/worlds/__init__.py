"""The answer in other worlds: assumptions moved, alone and together."""
