"""Damage as people and programs do it: to the bytes of a file, to its lines, and to single values in it."""

from collections.abc import Callable
from random import Random

VALUES = (
    *("", "null", "~", "true", "NO", "yes", "0", "-0", "-1", "007", "0500", "0x1F", "1_000", "1e3", "1e308", "1e400"),
    *("-1e-320", ".5", "5.", ".nan", ".inf", "-.INF", "nan", "inf", "9" * 400, "1,5", "12%", "$5", "½", "٣", "10:30"),
    *("2025-02-30", "2025-05-13", "13/05/2025", "9999-12-31", "0001-01-01", "2025Q5", "2025Q3", "1900Q1", "9999Q4"),
    *("USA", "CHN", "EUU", "MYS", "mys", "XYZ", "leverage", "monopoly+entity_list", "leverage+", "+", "as-of"),
    *("[]", "{}", "[[]]", "[1, [2, [3]]]", "{a: {b: c}}", "{a: 1, a: 2}", "*a", "&a 1", "!!python/object:os.system x"),
    *(
        "!!binary aGk=",
        "- 1",
        "? x",
        "|",
        ">-",
        "'",
        '"',
        '"\\x1b[31m"',
        '"\\u202e"',
        '"\\ud800"',
        "=1+1",
        "@x",
        "#",
        "%",
    ),
    *("\x1b[31mred", "\x00", "\u202eabc", "\ufeff", "😀", "a" * 5_000, "[" * 60, "a: b: c", "../../etc/passwd", "-"),
)
"""What is written where something else should be."""
SETTINGS = (
    *(
        "segments",
        "teams",
        "caps",
        "must_sign",
        "must_not_sign",
        "excluded",
        "goals",
        "reforms",
        "gap",
        "period_months",
    ),
    *("time_limit_seconds", "baseline_instruments", "talks_under_way", "limits", "data", "tariff_only", "knowledge"),
)
PIECES = (
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    ",",
    ";",
    '"',
    "'",
    ":",
    "-",
    "#",
    "\x00",
    "\ufeff",
    "{",
    "}",
    "[",
    "]",
    "&",
    "*",
)


def damaged(content: bytes, random: Random) -> bytes:
    """The content after one to three mutations."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        content = random.choice(MUTATIONS)(content, random)
    return content


def _lines(change: Callable[[list[str], Random], list[str]]) -> Callable[[bytes, Random], bytes]:
    def mutate(content: bytes, random: Random) -> bytes:
        lines = content.decode("utf-8", "surrogateescape").splitlines(keepends=True) or [""]
        return "".join(change(lines, random)).encode("utf-8", "surrogateescape")

    return mutate


@_lines
def _dropped(lines: list[str], random: Random) -> list[str]:
    at = random.randrange(len(lines))
    return lines[:at] + lines[at + random.choice((1, 1, 2, 10)) :]


@_lines
def _doubled(lines: list[str], random: Random) -> list[str]:
    line = random.choice(lines)
    at = random.randrange(len(lines) + 1)
    return [*lines[:at], line, *lines[at:]]


@_lines
def _swapped(lines: list[str], random: Random) -> list[str]:
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return lines


@_lines
def _other_value(lines: list[str], random: Random) -> list[str]:
    """A value after a colon or between commas, replaced."""
    at = random.randrange(len(lines))
    line = lines[at].rstrip("\r\n")
    value = random.choice(VALUES)
    if ":" in line and not line.count(",") > line.count(":"):
        lines[at] = f"{line.partition(':')[0]}: {value}\n"
    else:
        cells = line.split(",")
        cells[random.randrange(len(cells))] = value
        lines[at] = ",".join(cells) + "\n"
    return lines


@_lines
def _other_name(lines: list[str], random: Random) -> list[str]:
    at = random.randrange(len(lines))
    words = lines[at].split(":" if ":" in lines[at] else ",")
    word = random.randrange(len(words))
    words[word] = random.choice((words[word].upper(), words[word][:-1], words[word] + "x", f" {words[word]} ", ""))
    lines[at] = (":" if ":" in lines[at] else ",").join(words)
    return lines


@_lines
def _indented(lines: list[str], random: Random) -> list[str]:
    at = random.randrange(len(lines))
    lines[at] = random.choice((" ", "  ", "\t", "- ", "    ")) + lines[at]
    return lines


@_lines
def _piece_put_in(lines: list[str], random: Random) -> list[str]:
    at = random.randrange(len(lines))
    place = random.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:place] + random.choice(PIECES) + lines[at][place:]
    return lines


@_lines
def _new_setting(lines: list[str], random: Random) -> list[str]:
    value = random.choice((*VALUES, "{MYS: 5}", "[MYS, IND]", "{MYS: -5}", "1000000000"))
    return [*lines, f"{random.choice(SETTINGS)}: {value}\n"]


def _flipped(content: bytes, random: Random) -> bytes:
    found = bytearray(content)
    for _ in range(random.choice((1, 1, 4))):
        if found:
            found[random.randrange(len(found))] = random.randrange(256)
    return bytes(found)


def _cut(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def _cut_out(content: bytes, random: Random) -> bytes:
    start = random.randrange(len(content) + 1)
    return content[:start] + content[start + random.randrange(80) :]


def _as_written_elsewhere(content: bytes, random: Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return random.choice(
        (
            lambda: b"\xef\xbb\xbf" + content,
            lambda: text.encode("utf-16"),
            lambda: text.encode("cp1252", "replace"),
            lambda: content.replace(b"\n", b"\r\n"),
            lambda: content.replace(b"\n", b"\r"),
            lambda: content.replace(b",", b";"),
            lambda: content.replace(b",", b"\t"),
            lambda: b"",
            lambda: b"\n" * 3,
            lambda: content + content,
        )
    )()


MUTATIONS = (
    *(_dropped, _doubled, _swapped, _other_value, _other_value, _other_value, _other_name, _indented, _piece_put_in),
    *(_new_setting, _new_setting, _flipped, _cut, _cut_out, _as_written_elsewhere),
)
