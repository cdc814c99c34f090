"""A CSV file as numbered rows: one message for one mistake, at the line where it is.

A byte order mark and either line end are read; what can only be a slip (another separator, a quotation mark that is
never closed, a column given twice, a character no text has) is told as that and not as its consequences.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from deals.kit.errors import Problem, suggestion
from deals.kit.folder.place import PIPE

MOST_BYTES = 200_000_000
MOST_CHARACTERS = 20_000
"""In one cell: beyond it a quotation mark is missing, or a file was put into a cell."""
OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True)
class CsvRow:
    """A row by column, and the line on which it begins."""

    line: int
    cells: dict[str, str]


def csv_rows(path: Path, name: str, columns: Sequence[str], problems: list[Problem]) -> list[CsvRow]:
    """Rows of a file with a header of known columns, in any order; blank lines are left out.

    Parameters
    ----------
    path : Path
    name : str
        What the file is called in messages.
    columns : sequence of str
        All columns, each of which must be there.
    problems : list
        What is wrong is added to it; a row with a problem is left out, and after a slip that makes the rest unreadable
        there are no rows.
    """
    text = csv_text(path, name, problems)
    return [] if text is None else rows_of_text(text, name, columns, problems)


def rows_of_text(text: str, name: str, columns: Sequence[str], problems: list[Problem]) -> list[CsvRow]:
    """Rows of a text, as :func:`csv_rows` has those of a file."""
    reader = csv.reader(_lines(text), strict=True)
    records = _records(reader, name, problems)
    first = next(records, None)
    if first is None:
        if not problems:
            problems.append(Problem(name, "", None, "is empty", "restore the file"))
        return []
    header = [cell.strip() for cell in first[1]]
    if wrong := _header_problems(header, name, columns):
        problems.extend(wrong)
        return []
    rows: list[CsvRow] = []
    for line, cells in records:
        if len(cells) != len(header):
            if any("\n" in cell or "\r" in cell for cell in cells):
                problems.append(_unclosed(name, line))
                return []
            fix = "quote text that holds commas, and give one cell a column"
            told = f"{len(cells)} cells where there are {len(header)} columns"
            problems.append(Problem(f"{name}:{line}", "", None, told, fix))
            continue
        if max(map(len, cells)) > MOST_CHARACTERS:
            long = next(place for place, cell in enumerate(cells) if len(cell) > MOST_CHARACTERS)
            told = f"a cell of {len(cells[long]):,} characters"
            fix = f"write at most {MOST_CHARACTERS:,}; is a quotation mark missing?"
            problems.append(Problem(f"{name}:{line}", header[long], None, told, fix))
            continue
        rows.append(CsvRow(line, dict(zip(header, cells, strict=True))))
    if not rows and not problems:
        problems.append(Problem(name, "", None, "has a header and no rows", "restore the rows"))
    return rows


def csv_text(path: Path, name: str, problems: list[Problem]) -> str | None:
    """The text of a file; None where it cannot be read as one."""
    try:
        if not path.is_file():
            why = PIPE if path.exists() and not path.is_dir() else "no such file"
            problems.append(Problem(name, "", None, f"cannot be read: {why}", "restore the file"))
            return None
        if path.stat().st_size > MOST_BYTES:
            problems.append(Problem(name, "", None, "is too large to be a table", f"give at most {MOST_BYTES:,} bytes"))
            return None
        held = path.read_bytes()
    except OSError as error:
        problems.append(Problem(name, "", None, f"cannot be read: {error.strerror}", "restore the file"))
        return None
    if 0 in held:
        line = held[: held.index(0)].count(b"\n") + 1
        fix = "save it as CSV in UTF-8"
        problems.append(Problem(f"{name}:{line}", "", None, "a NUL character, which no text has", fix))
        return None
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = held[: error.start].count(b"\n") + 1
        fix = "save it as CSV in UTF-8"
        problems.append(Problem(f"{name}:{line}", "", None, "a character that is not UTF-8", fix))
        return None


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends, as the reader of records wants them."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        yield text[start:end]
        start = end


def _records(reader: "Iterable[list[str]]", name: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Records that hold something, each with the line on which it begins; ends at a slip that it tells."""
    rows, line = iter(reader), 1
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            if "field limit" in str(error):
                told, fix = "a cell far too long", "is a quotation mark missing?"
                problems.append(Problem(f"{name}:{line}", "", None, told, fix))
            else:
                problems.append(_unclosed(name, line))
            return
        if any(map(str.strip, cells)):
            yield line, cells
        line = int(getattr(rows, "line_num", line)) + 1


def _unclosed(name: str, line: int) -> Problem:
    fix = "close it, and double a quotation mark inside quoted text"
    return Problem(f"{name}:{line}", "", None, "a quotation mark is not closed, or stands inside a cell", fix)


def _header_problems(header: list[str], name: str, columns: Sequence[str]) -> list[Problem]:
    """What is wrong with the first line: the separator, a column twice, names."""
    if len(header) == 1 and len(columns) > 1:
        for separator, words in OTHER_SEPARATORS.items():
            if separator in header[0]:
                fix = "save it with commas, and with points in numbers"
                return [Problem(f"{name}:1", "", None, f"columns are separated by {words}", fix)]
    twice = sorted({column for column in header if column and header.count(column) > 1})
    if twice:
        return [Problem(f"{name}:1", column, None, "column given twice", "keep one") for column in twice]
    missing = [column for column in columns if column not in header]
    if len(missing) == len(columns):
        return [
            Problem(f"{name}:1", "", None, "the first line is no header", f"begin with {', '.join(columns[:4])}, ...")
        ]
    unknown = [column for column in header if column not in columns]
    if len(missing) == 1 and len(unknown) == 1:
        return [Problem(f"{name}:1", unknown[0], None, "unknown column", f"write {missing[0]}")]
    return [
        *(Problem(f"{name}:1", column, None, "missing column", "add it") for column in missing),
        *(Problem(f"{name}:1", column, None, "unknown column", suggestion(column, columns)) for column in unknown),
    ]
