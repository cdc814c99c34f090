"""What forecasts rest on: who has signed by a day, how fast others follow, and what they may agree on."""
