"""Every file of a small proposal as a digest, from a process of its own."""

import hashlib
import json
import sys

import deals
from deals.proposal import exporting
from tests.three import scenario

if __name__ == "__main__":
    files = exporting.files(deals.propose(scenario(), draws=16))
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    sys.stdout.write(json.dumps(digests))
