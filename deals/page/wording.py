"""Numbers as people read them: with their unit, to three significant digits, and no falser than that."""

import math
from collections.abc import Callable
from itertools import combinations

from deals.kit.dust import NOISE as NOISE

MINUS = "−"
NOTHING = 5e-4
"""Below half a million dollars, or half a chip, a number says nothing."""

WITH_ARTICLE = ("Bahamas", "Gambia", "Maldives", "Netherlands", "Philippines")
BEGINS, ENDS = ("United ", "European "), ("Republic", "Islands", "Emirates", "Union")
"""Names that stand with an article in a sentence: these, and by how they begin or end."""

LEAST_MONEY = 5e-5
"""USD bn: fifty thousand dollars, below which money is none."""

MOST_DIGITS, SAME = 7, 1e-6
"""Most digits that numbers are written to so as to be told apart, and the share by which those that are one differ."""

LEFT_OUT = "With deals fixed the limit on worst-case diversion is left out."


def number(value: float, digits: int = 3) -> str:
    """Write a number to `digits` significant digits, thousands apart, with a true minus sign; a blank is a dash.

    Examples
    --------
    >>> number(2381.4), number(0.02134), number(-38.71), number(1500)
    ('2,380', '0.0213', '−38.7', '1,500')
    """
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "unbounded" if value > 0 else f"{MINUS}unbounded"
    if abs(value) < NOISE:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    text = f"{abs(rounded):,.{max(places, 0)}f}"
    if places > 0 and abs(rounded) >= 10 ** (digits - places):
        text = f"{abs(rounded):,.{places - 1}f}"
    return f"{MINUS}{text}" if rounded < 0 else text


def told_apart(*values: float, write: Callable[[float, int], str] = number) -> list[str]:
    """Write numbers that stand beside one another, so that those that differ look different.

    Three significant digits, and more where two would look the same; differences below one in a million are none.
    `write` takes a number and its digits: :func:`number`, or :func:`money`.

    Examples
    --------
    >>> told_apart(12.0, 12.04), told_apart(12.0, 12.0), told_apart(1.5, 230)
    (['12.00', '12.04'], ['12.0', '12.0'], ['1.50', '230'])
    """
    digits = 3
    while digits < MOST_DIGITS and any(
        write(one, digits) == write(other, digits) for one, other in combinations(values, 2) if _differ(one, other)
    ):
        digits += 1
    return [write(value, digits) for value in values]


def _differ(one: float, other: float) -> bool:
    return abs(one - other) > max(SAME * max(abs(one), abs(other)), NOISE)


def rate(value: float) -> str:
    """Write a rate or a count: three significant digits, without zeros at the end.

    Examples
    --------
    >>> rate(15), rate(20.583), rate(0.2), rate(1e4)
    ('15', '20.6', '0.2', '10,000')
    """
    text = number(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(usd_bn: float, digits: int = 3, *, sign: bool = False) -> str:
    """Write billions of 2025 dollars to `digits` significant digits, in millions below one billion.

    Examples
    --------
    >>> money(38.71), money(-0.0213), money(2.1, sign=True), money(0.0004187), money(1e-16)
    ('USD 38.7 bn', '−USD 21.3 m', '+USD 2.10 bn', 'USD 0.4 m', 'USD 0')
    """
    if math.isnan(usd_bn):
        return "–"
    size = abs(usd_bn)
    if size < LEAST_MONEY:
        return "USD 0"
    few = 1 if size < 2 * NOTHING and digits <= 3 else digits
    text = f"USD {number(size, digits)} bn" if size >= 1 else f"USD {number(size * 1000, few)} m"
    return f"{MINUS}{text}" if usd_bn < 0 else f"+{text}" if sign else text


def chips(kh: float) -> str:
    """Write chips from thousand H100-equivalents.

    Examples
    --------
    >>> chips(2381), chips(454.2), chips(0.85), chips(0)
    ('2.38 million H100e', '454,000 H100e', '850 H100e', 'no chips')
    """
    if abs(kh) < NOTHING:
        return "no chips"
    if abs(kh) >= 1000:
        return f"{number(kh / 1000)} million H100e"
    return f"{number(kh * 1000)} H100e"


def percent(share: float) -> str:
    """Write a share of one in percent, whole above ten.

    Examples
    --------
    >>> percent(0.576), percent(0.0123), percent(1)
    ('58%', '1.2%', '100%')
    """
    if math.isnan(share):
        return "–"
    return f"{100 * share:.0f}%" if abs(share) >= 0.1 or share == 0 else f"{number(100 * share, 2)}%"


def gap(share: float, digits: int = 2) -> str:
    """Write how far a plan may be from the best, in percent of the surplus; a proven optimum has none."""
    if math.isinf(share):
        return "beyond any share of the surplus"
    return "none" if share < 1e-9 else f"{number(100 * share, digits)}% of the surplus"


def points(value: float) -> str:
    """Write percentage points, below one to two digits.

    Examples
    --------
    >>> points(16), points(1), points(0.198)
    ('16 percentage points', '1 percentage point', '0.2 percentage points')
    """
    text = rate(value) if abs(value) >= 1 else rate(float(f"{value:.2g}"))
    return f"{text} percentage point{'' if abs(value - 1) < NOTHING else 's'}"


def amount(value: float, unit: str) -> str:
    """Write the amount of a term in its unit, as the tables of instruments name units.

    Examples
    --------
    >>> amount(0.4, "share"), amount(1, "yes/no"), amount(343, "USD bn pledged")
    ('40% of the full measure', 'yes', 'USD 343 bn pledged')
    """
    match unit.split():
        case ["kH"]:
            return chips(value)
        case ["share"]:
            return "the full measure" if value > 1 - NOTHING else f"{percent(value)} of the full measure"
        case ["yes/no"]:
            return "yes" if value >= 0.5 else "no"
        case ["percentage", "points"]:
            return points(value)
        case ["points", "of", *what]:
            return f"{points(value)} of {' '.join(what)}"
        case ["USD", "bn", *how]:
            return " ".join([money(value), *how])
        case _:
            return f"{number(value)} {unit}"


ORDINALS = ("first", "second", "third", "fourth")


def period_in_words(period: str) -> str:
    """Write the label of a period for people: ``2025H2`` as ``second half of 2025``.

    Examples
    --------
    >>> [period_in_words(label) for label in ("2025Q3", "2026H1", "2027", "2025Q3-2026Q2")]
    ['third quarter of 2025', 'first half of 2026', 'year 2027', 'time from the third quarter of 2025 to 2026Q2']
    """
    first, dash, last = period.partition("-")
    if dash:
        return f"time from the {period_in_words(first)} to {last}"
    for sign, what in (("Q", "quarter"), ("H", "half")):
        year, _, part = period.partition(sign)
        if part in {"1", "2", "3", "4"}:
            return f"{ORDINALS[int(part) - 1]} {what} of {year}"
    return f"year {period}"


def lowered(label: str) -> str:
    """Write a label inside a sentence: its first letter small, unless it begins with an abbreviation.

    Examples
    --------
    >>> lowered("Purchases of US goods"), lowered("US cloud")
    ('purchases of US goods', 'US cloud')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def listed(words: list[str]) -> str:
    """Join words as in a sentence: commas, and an "and" before the last."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def counted(number: float, one: str, many: str = "") -> str:
    """A number of things: one of them, or several.

    Examples
    --------
    >>> counted(1, "deal"), counted(0, "deal"), counted(1200, "deal"), counted(2, "economy", "economies")
    ('1 deal', '0 deals', '1,200 deals', '2 economies')
    """
    return f"{number:,.12g} {one if number == 1 else many or f'{one}s'}"


def in_a_sentence(name: str) -> str:
    """A partner's name as it stands in a sentence.

    Examples
    --------
    >>> in_a_sentence("Japan"), in_a_sentence("United Arab Emirates")
    ('Japan', 'the United Arab Emirates')
    """
    return f"the {name}" if name.startswith(BEGINS) or name.endswith(ENDS) or name in WITH_ARTICLE else name
