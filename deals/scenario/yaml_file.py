"""The text of a scenario's file: of a plain file only, of bounded size, in UTF-8."""

from pathlib import Path

from deals.kit.errors import InputError, Problem
from deals.kit.folder.place import plain_file
from deals.scenario.yaml_text import LONGEST

GIVE = "give a YAML file"
LARGEST = 4 * LONGEST
"""Bytes; a character has four at most."""


def exists(path: Path) -> bool:
    """Whether something is there under a name, which may be no name of a file at all."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def text_of(path: str | Path) -> str:
    """Read a file whole.

    Raises
    ------
    InputError
        If there is none, it is a device or a pipe (which may never end), too large, or no UTF-8 text.
    """
    named = str(path)
    try:
        with plain_file(Path(path)).open("rb") as file:
            content = file.read(LARGEST + 1)
        size = Path(path).stat().st_size
    except OSError as error:
        raise InputError(Problem(named, "", None, f"cannot be read: {error.strerror or error}", GIVE)) from None
    except ValueError:
        raise InputError(Problem(named, "", None, "cannot be read: is no name of a file", GIVE)) from None
    if len(content) > LARGEST:
        message = f"cannot be read: has {size:,} bytes, more than a scenario can have"
        raise InputError(Problem(named, "", None, message, f"keep below {LONGEST:,} characters"))
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = f"byte 0x{content[error.start]:02X}"
        message = "cannot be read: is no UTF-8 text"
        raise InputError(Problem(f"{named}:{line}", "", found, message, "save it as UTF-8 text")) from None
