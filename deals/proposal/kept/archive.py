"""A file of several texts, each with its fingerprint: a ZIP archive that nothing in it can make anything run."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from deals.kit.errors import InputError, Problem
from deals.kit.folder.place import path_of, place_for_file, plain_file
from deals.kit.folder.whole import write_whole

FORM, FORM_VERSION = "chip-deals proposal", 1
MANIFEST = "manifest.json"
LARGEST, MOST = 200_000_000, 100
"""Bytes of all texts together, and how many there may be."""
BEGIN = (1980, 1, 1, 0, 0, 0)
"""The time that ZIP gives what has none, so that the same texts make the same bytes."""
AGAIN, GIVE = "save the proposal again", "give a file that proposal.save has written"


def writable(path: str | Path) -> Path:
    """Check that a proposal may be saved there, before anything long is begun for it; nothing is made or changed.

    Raises
    ------
    InputError
        If something else is there, or there is no folder that takes it.
    """
    target = place_for_file(path)
    if target.exists() and not _is_one(target):
        fix = "name a new file"
        raise InputError(Problem("", "path", str(path), "is there already, and no saved proposal", fix))
    return target


def write(path: str | Path, texts: Mapping[str, str], made_by: str, data: str) -> Path:
    """Write texts into one file with a manifest; a file that this has written is replaced whole, no other is.

    Parameters
    ----------
    path : path
    texts : mapping of str to str
        By name.
    made_by : str
        Version of this package.
    data : str
        Digest of the tables that they rest on.

    Raises
    ------
    InputError
        If something else is there, or there is no folder that takes it.
    NotWrittenError
        If the disk refuses. What was there stays.
    """
    target = writable(path)
    manifest = {
        "form": FORM,
        "form_version": FORM_VERSION,
        "version": made_by,
        "data": data,
        "saved_on": date.today().isoformat(),
        "files": {name: fingerprint(text) for name, text in texts.items()},
    }

    def zipped(unfinished: Path) -> None:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in {MANIFEST: json.dumps(manifest, indent=2), **texts}.items():
                archive.writestr(zipfile.ZipInfo(name, BEGIN), text, zipfile.ZIP_DEFLATED)

    write_whole(target, zipped)
    return target


def read(path: str | Path) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """The manifest and the texts of a file, each checked against its fingerprint.

    Raises
    ------
    InputError
        If there is no such file, it is none of these, of another form, or not as it was saved.
    """
    named, file = str(path), path_of(path)
    try:
        texts = _texts(plain_file(file))
    except OSError as error:
        _refuse(named, "", f"cannot be read: {error.strerror or error}", GIVE)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        _refuse(named, "", f"is no saved proposal, or damaged: {error}", GIVE)
    manifest = _manifest(named, texts.pop(MANIFEST, ""))
    told = manifest["files"]
    for name in sorted(told.keys() | texts.keys()):
        if name not in texts:
            _refuse(named, name, "is missing", AGAIN)
        if told.get(name) != fingerprint(texts[name]):
            _refuse(named, name, "is not as it was saved", f"{AGAIN}; nothing in such a file is to be edited")
    return manifest, texts


def fingerprint(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def _manifest(named: str, text: str) -> dict[str, Any]:
    try:
        manifest = json.loads(text)
        form = manifest["form"], manifest["form_version"]
        whole = isinstance(manifest["files"], dict) and all(
            isinstance(manifest[key], str) for key in ("version", "data")
        )
    except (ValueError, KeyError, TypeError):
        form, whole = (None, None), False
    if not whole or form[0] != FORM:
        _refuse(named, MANIFEST, "is no saved proposal's", GIVE)
    if form[1] != FORM_VERSION:
        _refuse(
            named, MANIFEST, f"has form {form[1]}, and this version reads {FORM_VERSION}", "use the version it names"
        )
    found: dict[str, Any] = manifest
    return found


def _texts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > MOST or sum(part.file_size for part in parts) > LARGEST:
            raise ValueError(f"it holds more than {MOST} parts or {LARGEST:,} bytes")
        if len({part.filename for part in parts}) < len(parts):
            raise ValueError("it holds a part twice")
        return {part.filename: archive.read(part).decode() for part in parts}


def _is_one(path: Path) -> bool:
    """Whether a file is a saved proposal, by its manifest alone."""
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(json.loads(archive.read(MANIFEST))["form"] == FORM)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError):
        return False


def _refuse(file: str, field: str, message: str, fix: str) -> NoReturn:
    raise InputError(Problem(file, field, None, message, fix))
