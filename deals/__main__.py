"""``python -m deals`` is the command line."""

from deals.cli import main

main()
