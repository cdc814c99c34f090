"""The command line: it reads arguments and shows what the library answers."""

from deals.cli.app import main

__all__ = ["main"]
