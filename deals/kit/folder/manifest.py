"""What a folder of output says of itself: by what it was made, of what, when, and its files by their digests."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deals.kit.errors import InputError, Problem

NAME = "manifest.json"
FIX = "name another folder, or move the file out of it"


@dataclass(frozen=True)
class Manifest:
    """What was written into a folder.

    Attributes
    ----------
    made_by : str
        The command or function that wrote the files.
    about : mapping
        What the files are of, by name; anything JSON can hold.
    files : mapping
        SHA-256 by path in the folder, with forward slashes.
    """

    made_by: str
    about: Mapping[str, Any]
    files: Mapping[str, str]

    @classmethod
    def of(cls, made_by: str, about: Mapping[str, Any], files: Mapping[str, bytes]) -> "Manifest":
        """The manifest of files that are about to be written."""
        return cls(made_by, dict(about), {name: _digest(files[name]) for name in sorted(files)})

    @classmethod
    def read(cls, folder: Path) -> "Manifest | None":
        """The manifest in a folder; None where there is none.

        Raises
        ------
        InputError
            If there is a file of that name that is no such manifest, or that cannot be read.
        """
        path = folder / NAME
        if not path.is_symlink() and not path.exists():
            return None
        try:
            held = json.loads(path.read_bytes())
            made_by, files = held.pop("made_by"), held.pop("files")
            if not isinstance(made_by, str) or not all(isinstance(value, str) for value in files.values()):
                raise TypeError("of another kind")
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise InputError(Problem(str(path), "", None, "is no manifest of output", FIX)) from None
        return cls(made_by, held, files)

    @property
    def text(self) -> str:
        """As JSON, the files last."""
        held = {"made_by": self.made_by, **self.about, "files": dict(self.files)}
        return json.dumps(held, indent=2, ensure_ascii=False, allow_nan=False) + "\n"

    def unchanged(self, folder: Path, name: str) -> bool:
        """Whether the file of that name is as it was written."""
        path = folder / name
        return name in self.files and _plain(path) and _digest(path.read_bytes()) == self.files[name]


def _plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
