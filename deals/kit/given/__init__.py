"""What is handed to a function in Python, checked before anything is done with it."""
