"""Economies by name: ISO codes, everyday, formal and former names, and what to advise where a name is none of them.

Codes and formal names are ISO 3166's (``iso_names.csv``), everyday ones those of ``countries.csv`` and
``country_names.csv``. A name is taken for a country only where it is one of these; likeness of letters gives no more
than a question in a message.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from deals.kit.codes import EUROPEAN_UNION
from deals.kit.errors import Problem, UnknownNameError
from deals.world.checks.completeness import packaged_rows
from deals.world.load import data_folder
from deals.world.schema import COUNTRIES, COUNTRY_NAMES, ISO_NAMES
from deals.world.tables import Row

UNION = "European Union"
LONGEST_CODE = 3
ALIKE, NEARLY = 0.85, 0.05
"""How like a name a misspelt one must be to be asked about, and how much less like a second one may be."""
MOST_LISTED, MOST_ASKED = 30, 3
"""Economies that a message lists, and that it asks about."""
WANTED = "write an ISO code such as MYS, or the country's name"


@dataclass(frozen=True)
class Names:
    """What there is to look up.

    Attributes
    ----------
    titles : Mapping of str to str
        Everyday name by ISO3, the European Union's by EUU.
    codes : Mapping of str to tuple of str
        The codes that a name, folded, stands for: several where more than one country is called so.
    elsewhere : Mapping of str to str
        Names and codes of places of which there are no data.
    """

    titles: Mapping[str, str]
    codes: Mapping[str, tuple[str, ...]]
    elsewhere: Mapping[str, str]


def code_of(name: str) -> str | None:
    """The code of an economy by any of its names; None where it is nobody's, or more than one's.

    Examples
    --------
    >>> code_of("UK"), code_of("Ivory Coast"), code_of("Swaziland"), code_of("KOR"), code_of("Korea")
    ('GBR', 'CIV', 'SWZ', 'KOR', None)
    """
    titles = _titles(data_folder())
    if _text(name) in titles:
        return name
    codes = _called(name, known_names())
    # In small letters a short word may be any, and a space before or after a name is a slip: these are asked about.
    sure = name == name.strip() and (len(name) > LONGEST_CODE or not name.islower())
    return codes[0] if sure and len(codes) == 1 else None


def _text(name: object) -> str:
    """A name as it was given.

    Raises
    ------
    UnknownNameError
        If it is no text.
    """
    if not isinstance(name, str):
        raise UnknownNameError(Problem("", "", name, "is no name of a country", WANTED))
    return name


def code_or_same(name: str) -> str:
    """The code of an economy by any of its names, or the name as it was written."""
    return code_of(name) or name


def code_by_title(name: str) -> str:
    """The code of an economy by the name it goes by in the data, or the name as it was written.

    For files, that others read: of any other name it is told what to write.

    Examples
    --------
    >>> code_by_title("United Arab Emirates"), code_by_title("UAE")
    ('ARE', 'UAE')
    """
    return _by_title(data_folder()).get(folded(name), name)


def named(name: str, known: Collection[str], what: str = "partner") -> str:
    """The code of one of the `known` economies by any of its names.

    Raises
    ------
    UnknownNameError
        It is none of them.
    """
    code = code_or_same(name)
    if code not in known:
        raise UnknownNameError(unknown_economy(name, known, what=what))
    return code


def title_of(code: str) -> str:
    """The everyday name of an economy; what is no code stays."""
    return _titles(data_folder()).get(code, code)


def titled(code: str) -> str:
    """A code with the economy's name after it."""
    title = title_of(code)
    return f"{code} ({title})" if title != code else code


def unknown_economy(
    name: str, known: Iterable[str] = (), *, what: str = "country", file: str = "", field: str = ""
) -> Problem:
    """The problem of a name that no economy has, or none of the `known` ones, with what can be said for certain."""
    names, wanted = known_names(), frozenset(known)
    key = folded(name)
    codes = _called(name, names)
    if place := "" if codes else names.elsewhere.get(key, ""):
        return Problem(file, field, name, f"unknown {what}: there are no data for {place}", "take it out")
    if len(codes) > 1:
        return Problem(file, field, name, f"unknown {what}: several are called so", f"write {_listed(codes)}")
    if len(codes) == 1 and codes[0] not in wanted and wanted:
        few = f"; they are {', '.join(sorted(wanted))}" if len(wanted) <= MOST_LISTED else ""
        return Problem(file, field, name, f"unknown {what}: {titled(codes[0])} is none of them{few}", "")
    if len(codes) == 1:
        return Problem(file, field, name, f"unknown {what}", f"write {titled(codes[0])}")
    near = sorted(_near(key, names))
    return Problem(file, field, name, f"unknown {what}", f"did you mean {_listed(near)}?" if near else WANTED)


@lru_cache(maxsize=2)
def _known(folder: Path) -> Names:
    titles = _titles(folder)
    codes: dict[str, list[str]] = {}
    elsewhere: dict[str, str] = {}
    for code, title in titles.items():
        codes.setdefault(folded(title), []).append(code)
        codes.setdefault(folded(code), []).append(code)
    for place in packaged_rows(folder, ISO_NAMES):
        for written in _written(place):
            if place["iso3"] in titles:
                codes.setdefault(folded(written), []).append(str(place["iso3"]))
            else:
                elsewhere.setdefault(folded(written), str(place["name"]))
    for row in packaged_rows(folder, COUNTRY_NAMES):
        codes.setdefault(folded(str(row["name"])), []).append(str(row["iso3"]))
    return Names(titles, {name: tuple(dict.fromkeys(found)) for name, found in codes.items()}, elsewhere)


def known_names() -> Names:
    """All names there are, read once."""
    return _known(data_folder())


@lru_cache(maxsize=2)
def _titles(folder: Path) -> Mapping[str, str]:
    rows = packaged_rows(folder, COUNTRIES)
    return {**{str(row["iso3"]): str(row["name"]) for row in rows}, EUROPEAN_UNION: UNION}


@lru_cache(maxsize=2)
def _by_title(folder: Path) -> Mapping[str, str]:
    return {folded(title): code for code, title in _titles(folder).items()}


def _written(place: Row) -> Iterator[str]:
    """How ISO writes a country: its codes, its names, and ``Korea, Republic of`` the other way round."""
    for part in ("iso2", "iso3", "name", "common_name", "official_name"):
        if written := str(place[part]):
            yield written
            before, comma, after = str(written).partition(", ")
            if comma:
                yield f"{after} {before}"


def folded(name: str) -> str:
    """A name without what people write differently: case, accents, points, hyphens, articles, Saint for St.

    Examples
    --------
    >>> folded("Côte d’Ivoire"), folded("The Bahamas"), folded("U.S.A."), folded("St. Lucia")
    ('cote divoire', 'bahamas', 'usa', 'saint lucia')
    """
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").casefold()
    plain = re.sub(r"['`.]", "", bare.replace("&", " and "))
    words = [{"st": "saint"}.get(word, word) for word in re.findall(r"[a-z0-9]+", plain)]
    return " ".join(words[1:] if words[:1] == ["the"] and words[1:] else words)


def _called(name: str, names: Names) -> tuple[str, ...]:
    """The codes of economies that are called so, also with a comma, as in ``China, People's Republic of``."""
    before, _, after = name.partition(", ")
    return names.codes.get(folded(name)) or names.codes.get(folded(f"{after} {before}"), ())


def _near(key: str, names: Names) -> set[str]:
    """Economies whose name is all but the same, or goes on after it. Of codes none is near another."""
    if len(key) <= LONGEST_CODE:
        return set()
    likeness = {
        other: 1.0 if other.startswith(f"{key} ") else ratio
        for other in names.codes
        if len(other) > LONGEST_CODE
        and ((ratio := SequenceMatcher(None, key, other).ratio()) >= ALIKE or other.startswith(f"{key} "))
    }
    best = max(likeness.values(), default=0.0)
    found = {code for other, ratio in likeness.items() if ratio >= best - 2 * NEARLY for code in names.codes[other]}
    return found if len(found) <= MOST_ASKED else set()


def _listed(codes: Iterable[str]) -> str:
    return " or ".join(map(titled, codes))
