"""The values of a programme's variables as rows of text: family, key, value; what is nought is left out."""

import csv
import io
import json
from collections.abc import Mapping

from optimizer import Key, Solution

HEADER = ["variable", "key", "value"]


def written_point(solution: Solution) -> str:
    """All variables of a solution that are not nought, as CSV; keys as JSON."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for (family, key), value in zip(solution.snapshot.columns.all, solution.point.tolist(), strict=True):
        if value:
            writer.writerow([family, json.dumps(key, ensure_ascii=False), repr(value)])
    return text.getvalue()


def read_point(text: str) -> Mapping[str, Mapping[Key, float]]:
    """Variables by family and key.

    Raises
    ------
    ValueError
        If it is no such text.
    """
    header, *rows = csv.reader(io.StringIO(text))
    if header != HEADER:
        raise ValueError("another header")
    found: dict[str, dict[Key, float]] = {}
    for family, key, value in rows:
        found.setdefault(family, {})[_key(json.loads(key))] = float(value)
    return found


def _key(plain: object) -> Key:
    match plain:
        case list():
            return tuple(_key(part) for part in plain)
        case str() | int():
            return plain
        case _:
            raise ValueError("a key that is no text, whole number or list of them")
