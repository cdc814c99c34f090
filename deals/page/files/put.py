"""A file put in its place whole, or not at all, and never over something else."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from deals.kit.errors import InputError, Problem
from deals.kit.folder.place import path_of, place_for_file
from deals.kit.folder.whole import write_whole

WEB, WORD, EXCEL, PDF = ".html", ".docx", ".xlsx", ".pdf"
BEGINS = {WEB: b"<!doctype html>", WORD: b"PK\x03\x04", EXCEL: b"PK\x03\x04", PDF: b"%PDF-"}
"""How a file of each kind begins, by the ending of its name."""
INSIDE = {WORD: "word/document.xml", EXCEL: "xl/workbook.xml"}
"""The part by which an archive is told to be of its kind."""
BEGIN = datetime(1980, 1, 1, tzinfo=UTC)
"""The time that ZIP gives what has none, so that the same page makes the same bytes."""


def check_place(path: str | Path, ending: str) -> Path:
    """Check that a file of a kind may go to `path`, before anything long is begun for it; nothing is changed.

    Raises
    ------
    InputError
        If the name ends otherwise, a folder or another kind of file is there, or there is no folder that takes it.
    """
    target, named = path_of(path), str(path)
    if target.suffix.lower() != ending:
        raise InputError(Problem("", "path", named, f"is no name of a {ending} file", f"end the name in {ending}"))
    target = place_for_file(path)
    if target.exists() and not _is_one(target, ending):
        fix = "name a new file, or move that one away"
        raise InputError(Problem("", "path", named, f"is there already, and holds no {ending} file", fix))
    return target


def put(path: str | Path, ending: str, content: bytes) -> Path:
    """Write a file of a kind; an earlier one of that kind is replaced whole.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        See :func:`check_place`.
    NotWrittenError
        If the disk refuses. What was there stays.
    """
    target = check_place(path, ending)
    write_whole(target, lambda unfinished: unfinished.write_bytes(content))
    return target


def timeless(archive: bytes) -> bytes:
    """The same archive without the times at which its parts were written."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, BEGIN.timetuple()[:6]), before.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _is_one(path: Path, ending: str) -> bool:
    """Whether a file is of a kind, by how it begins and what it holds."""
    try:
        with path.open("rb") as file:
            begins = file.read(len(BEGINS[ending])).lower() == BEGINS[ending].lower()
        if not begins or ending not in INSIDE:
            return begins
        with zipfile.ZipFile(path) as archive:
            return INSIDE[ending] in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False
