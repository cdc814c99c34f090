"""How sure an answer is: draws of all assumptions at once, and what comes of a plan in each of them."""
