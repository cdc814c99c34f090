"""The model tried on what really happened, beside rules that know nothing of it."""
