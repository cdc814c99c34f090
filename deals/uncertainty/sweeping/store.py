"""Where finished chunks are kept: in memory, or in a folder with a Parquet file each."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from deals.kit.errors import InputError, Problem, need
from deals.kit.folder.place import ELSEWHERE as WHERE_ALLOWED
from deals.kit.folder.place import closed, nearest, path_of
from deals.kit.folder.whole import UNFINISHED, refused_by_the_disk, sweep_away, write_whole
from deals.uncertainty.sweeping.manifest import ELSEWHERE, NAME, Manifest
from deals.uncertainty.sweeping.tables import as_table, begins, failures, framed, schema
from deals.uncertainty.sweeping.work import Work, chunks, columns_of

if TYPE_CHECKING:
    import pyarrow as pa


def check_new(folder: Path) -> None:
    """Check that a new sweep may be kept in a folder; nothing is made or changed.

    Raises
    ------
    InputError
        If anything is there, or nothing can be written.
    """
    where = str(folder)
    if folder.exists() and not folder.is_dir():
        raise InputError(Problem(where, "", None, "is no folder", "name a folder; it is made if missing"))
    if folder.exists() and any(folder.iterdir()):
        fix = "resume the sweep in it" if (folder / NAME).exists() else "name an empty folder"
        raise InputError(Problem(where, "", None, "holds something already", f"{fix}, or {ELSEWHERE}"))
    if why := closed(folder if folder.exists() else nearest(folder)):
        raise InputError(Problem(where, "", None, f"cannot be written: {why}", WHERE_ALLOWED))


def check_going_on(folder: Path) -> None:
    """Check that there is a sweep in a folder to go on with; whether it is of the same work is checked later.

    Raises
    ------
    InputError
        If there is no such folder, or it holds something else.
    """
    if not folder.is_dir():
        raise InputError(missing_sweep(folder))
    if not _unfinished(folder):
        Manifest.read(folder)


def check_place(folder: Path, resume: bool) -> None:
    """Check that a sweep may be kept in a folder: a new one, or one to go on with.

    Raises
    ------
    InputError
        As for :func:`check_new` and :func:`check_going_on`.
    """
    (check_going_on if resume else check_new)(folder)


def missing_sweep(folder: Path) -> Problem:
    """The problem of a folder that is to be gone on with, and is none."""
    told = "is no folder" if folder.exists() else "is not there, so there is no sweep to go on with"
    return Problem(str(folder), "", None, told, "name the folder of a sweep, or begin a new one without resume")


class Store(Protocol):
    """Where finished chunks are kept."""

    def finished(self) -> Mapping[range, int]:
        """Draws of the chunks that need not be done again, and how many of them failed."""

    def keep(self, numbers: range, rows: pd.DataFrame) -> None:
        """Keep the rows of a chunk's draws."""

    def frame(self) -> pd.DataFrame:
        """All rows that are kept, in the order of draws."""


class InMemory:
    """Chunks kept for as long as the sweep runs."""

    def __init__(self, work: Work) -> None:
        self._columns = list(columns_of(work))
        self._rows: dict[int, pd.DataFrame] = {}

    def finished(self) -> Mapping[range, int]:
        """None: every sweep begins anew."""
        return {}

    def keep(self, numbers: range, rows: pd.DataFrame) -> None:
        """Keep the rows of a chunk's draws."""
        self._rows[numbers.start] = rows

    def frame(self) -> pd.DataFrame:
        """All rows, in the order of draws."""
        return pd.concat([self._rows[start] for start in sorted(self._rows)], ignore_index=True)[self._columns]


class InFolder:
    """Chunks kept in a folder, a file each, beside the manifest that says what they are of.

    Parameters
    ----------
    folder : Path
    manifest : Manifest
        What is in the folder.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest

    @classmethod
    def begun(cls, folder: Path, manifest: Manifest) -> "InFolder":
        """A new sweep in a folder that is empty or missing.

        Raises
        ------
        InputError
            If anything is there: nothing is overwritten.
        """
        check_new(folder)
        with refused_by_the_disk(folder):
            folder.mkdir(parents=True, exist_ok=True)
        manifest.write(folder)
        return cls(folder, manifest)

    @classmethod
    def resumed(cls, folder: Path, manifest: Manifest) -> "InFolder":
        """The sweep in a folder, to be gone on with; a new one where it was stopped before its manifest was written.

        Raises
        ------
        InputError
            If there is no such folder, or it holds no sweep, or one of something else: every mismatch is listed.
        """
        check_going_on(folder)
        if _unfinished(folder):
            sweep_away(folder)
            return cls.begun(folder, manifest)
        was = Manifest.read(folder)
        was.check(manifest, folder)
        sweep_away(folder)
        if manifest.count > was.count:
            was = was.model_copy(update={"count": manifest.count})
            was.write(folder)
        return cls(folder, was)

    def finished(self) -> Mapping[range, int]:
        """Draws of the chunks whose file is there, can be read and has the right rows; how many of them failed."""
        found = {}
        for numbers in chunks(self.manifest.count, self.manifest.chunk):
            table = self._read(numbers)
            if table is not None and table.num_rows == len(numbers):
                found[numbers] = failures(table["status"].to_pylist())
        return found

    def keep(self, numbers: range, rows: pd.DataFrame) -> None:
        """Write the rows of a chunk's draws as its file, whole or not at all."""
        import pyarrow.parquet as pq  # heavy

        table = as_table(rows, self.manifest.columns)
        text = [name for name, kind in self.manifest.columns.items() if kind == "text"]
        write_whole(
            self._path(numbers),
            # Numbers as they are: a dictionary of them may take two NaN, or two zeros, for one.
            lambda path: pq.write_table(
                table, path, compression="zstd", use_dictionary=text, write_page_checksum=True, write_statistics=False
            ),
        )

    def frame(self) -> pd.DataFrame:
        """All rows that are kept, in the order of draws.

        Raises
        ------
        InputError
            With every file that is there and cannot be read.
        """
        tables, broken = [], []
        for numbers in chunks(self.manifest.count, self.manifest.chunk):
            path = self._path(numbers)
            table = self._read(numbers) if path.exists() else None
            if table is not None:
                tables.append(table)
            elif path.exists():
                broken.append(Problem(str(path), "", None, "cannot be read", "resume the sweep: it is done again"))
        if broken:
            raise InputError(broken)
        return framed(tables, self.manifest.columns)

    def _read(self, numbers: range) -> "pa.Table | None":
        """The rows in a chunk's file: all, or the first where fewer were asked for then; none if it is not whole."""
        import pyarrow as pa  # heavy
        import pyarrow.parquet as pq  # heavy

        wanted = schema(self.manifest.columns)
        try:
            with pq.ParquetFile(self._path(numbers), page_checksum_verification=True) as file:
                table = file.read().select(wanted.names)
        except (OSError, KeyError, pa.ArrowException):
            return None
        return table if table.schema.equals(wanted) and begins(table, numbers) else None

    def _path(self, numbers: range) -> Path:
        return self.folder / f"chunk-{numbers.start // self.manifest.chunk:08}.parquet"


def _unfinished(folder: Path) -> bool:
    """Whether nothing is in a folder but what a sweep left that was stopped before its manifest was written."""
    return all(UNFINISHED.fullmatch(path.name) for path in folder.iterdir())


def read(folder: str | Path) -> pd.DataFrame:
    """The rows of a sweep that are in a folder, in the order of draws; a sweep that was stopped has only some.

    Raises
    ------
    InputError
        If the folder holds no sweep, or files of one that cannot be read.
    NotInstalledError
        If pyarrow is missing.
    """
    need("pyarrow")
    place = path_of(folder, "folder")
    return InFolder(place, Manifest.read(place)).frame()
