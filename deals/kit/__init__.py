"""What every room may use: errors, periods, codes, frozen mappings. It knows nothing of the rest."""
