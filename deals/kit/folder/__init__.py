"""Folders and files of output: whole or not there, and nothing lost that somebody else put into them."""
