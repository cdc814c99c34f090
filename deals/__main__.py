"""``python -m deals`` is the command line."""

import sys

INTERRUPTED = 130

try:
    from deals.cli import main

    main()
except KeyboardInterrupt:  # while it was still being loaded
    sys.exit(INTERRUPTED)
