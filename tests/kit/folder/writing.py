"""A process that writes the same folder over and over, to be stopped at any moment; and what it may leave."""

import sys
import time
from pathlib import Path

from deals.kit.folder.manifest import NAME, Manifest
from deals.kit.folder.output import write_folder

MADE_BY = "a test"
VERSIONS = 7
PATIENCE = 20.0
"""Seconds in which what a killed process left is tidied up, on a machine that does much else."""


def version(number: int) -> dict[str, bytes]:
    """Files of one version: some in all, one in this alone."""
    always = {f"part-{part}.txt": f"{number}/{part}\n".encode() * 2_000 for part in range(12)}
    return {**always, f"sheets/{number % VERSIONS}.md": b"sheet", "sheets/every.md": str(number).encode()}


def write(folder: Path, number: int) -> None:
    """Write one version of the files."""
    write_folder(folder, MADE_BY, {"number": number}, version(number))


def amiss(folder: Path, theirs: dict[str, bytes]) -> list[str]:
    """What is not one whole version with everything of somebody else's, or is left beside the folder."""
    manifest = Manifest.read(folder)
    assert manifest is not None
    expected = {**version(int(manifest.about["number"])), **theirs}
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found.pop(NAME)
    wrong = [name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)]
    return sorted(wrong) + left_beside(folder)


def left_beside(folder: Path) -> list[str]:
    """What is still beside the folder after some time."""
    end = time.monotonic() + PATIENCE
    while (left := [path.name for path in folder.parent.iterdir() if path != folder]) and time.monotonic() < end:
        time.sleep(0.005)
    return left


if __name__ == "__main__":
    number = int(sys.argv[2])
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    try:
        while True:
            number += 1
            write(Path(sys.argv[1]), number)
    except KeyboardInterrupt:
        sys.exit(130)
