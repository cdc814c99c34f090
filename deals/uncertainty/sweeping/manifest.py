"""What a folder of a sweep is of: written before its first chunk, checked before it is gone on with."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, PositiveInt

from deals.kit.errors import InputError, Problem
from deals.kit.folder.whole import write_whole
from deals.scenario.refusal import collected, relocated
from deals.uncertainty.sweeping.work import Work, columns_of

NAME = "manifest.json"
COMPUTING = ("chip-deals", "highspy", "numpy", "pandas")
"""Packages on whose version a number may depend in its last bits."""
ELSEWHERE = "sweep into another folder"


class Manifest(BaseModel, frozen=True, extra="forbid", strict=True):
    """What a folder of a sweep is of.

    Attributes
    ----------
    fingerprint : dict
        What the rows rest on but the draws' numbers, by name.
    count : int
        Draws asked for.
    chunk : int
        Draws in a file.
    columns : dict
        Kind by column: `float`, `int` or `text`.
    packages : dict
        Version by package.
    begun : datetime
        When the sweep began.
    """

    fingerprint: dict[str, str]
    count: PositiveInt
    chunk: PositiveInt
    columns: dict[str, Literal["float", "int", "text"]]
    packages: dict[str, str]
    begun: datetime

    @classmethod
    def of(cls, work: Work, count: int) -> "Manifest":
        """The manifest of a work over a number of draws, begun now."""
        return cls.model_validate(
            {
                "fingerprint": dict(work.fingerprint()),
                "count": count,
                "chunk": work.chunk,
                "columns": columns_of(work),
                "packages": {name: version(name) for name in COMPUTING},
                "begun": datetime.now(UTC).replace(microsecond=0),
            }
        )

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """The manifest in a folder.

        Raises
        ------
        InputError
            If there is none, or it cannot be read.
        """
        path = folder / NAME
        try:
            text = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise InputError(Problem(str(path), "", None, "is missing", "name the folder of a sweep")) from None
        fields = {"": dict.fromkeys(cls.model_fields, "what the sweep wrote")}
        try:
            manifest: Manifest = collected(lambda: cls.model_validate_json(text), fields)
        except InputError as error:
            raise InputError(relocated(error.problems, str(path), {})) from None
        return manifest

    def write(self, folder: Path) -> None:
        """Write it into a folder, whole or not at all."""
        write_whole(folder / NAME, lambda path: path.write_text(self.model_dump_json(indent=2) + "\n", "utf-8"))

    def check(self, now: "Manifest", folder: Path) -> None:
        """Refuse to go on with the sweep that this is of where what would be done now is something else.

        More draws than before may be asked for; all else must be as it was.

        Raises
        ------
        InputError
            With every mismatch.
        """
        problems = list(self._mismatches(now, str(folder / NAME)))
        if problems:
            raise InputError(problems)

    def _mismatches(self, now: "Manifest", file: str) -> Iterator[Problem]:
        yield from _differing(
            file, "fingerprint", self.fingerprint, now.fingerprint, lambda name, _: f"ask for the same {name} again"
        )
        if now.count < self.count:
            fix = f"ask for {self.count:,} draws or more, or {ELSEWHERE}"
            yield Problem(file, "count", self.count, f"only {now.count:,} draws are asked for now", fix)
        if now.chunk != self.chunk:
            fix = f"cut draws by {self.chunk:,} again, or {ELSEWHERE}"
            yield Problem(file, "chunk", self.chunk, f"is {now.chunk:,} now", fix)
        yield from _differing(
            file, "columns", self.columns, now.columns, lambda name, was: f"ask for {name} as {was} again"
        )
        yield from _differing(
            file, "packages", self.packages, now.packages, lambda name, was: f"install {name} {was} again"
        )


def _differing(
    file: str, field: str, was: Mapping[str, str], now: Mapping[str, str], fix: Callable[[str, str], str]
) -> Iterator[Problem]:
    for name in [*was, *(name for name in now if name not in was)]:
        if was.get(name) != now.get(name):
            message = f"is {now[name]} now" if name in now else "is no part of what is asked for now"
            advice = f"{fix(name, was[name])}, or {ELSEWHERE}" if name in was else ELSEWHERE
            yield Problem(file, f"{field}.{name}", was.get(name), message, advice)
