"""Packages in words and in units: one by itself, or several side by side."""

from collections.abc import Mapping, Sequence

import pandas as pd

from deals.division.domain import Domain
from deals.page.document import Document, Table
from deals.page.wording import amount, lowered, money, rate

GAINS = ("us_gain", "partner_gain")
WORTH = {"us_gain": "Worth to us, USD bn", "partner_gain": "Worth to them as we reckon, USD bn"}
NOTHING = 1e-9
MEASURES = {
    "share": ("% of the full measure", 100.0),
    "kH": ("thousand H100e", 1.0),
    "percentage points": ("percentage points", 1.0),
}
"""Units of a column of figures, and by what an amount is multiplied for it."""


def terms_in_words(domain: Domain, amounts: Mapping[str, float], us_gain: float) -> str:
    """Every term of a package with its amount and unit, in one line."""
    terms = [f"{lowered(label)}: {told}" for label, told in _terms(domain, amounts)]
    return f"Worth {money(us_gain)} to us. {'; '.join(terms)}." if terms else "Nothing is agreed."


def package_page(domain: Domain, amounts: Mapping[str, float], us_gain: float) -> Document:
    """One package as a page."""
    return Document(
        above=f"Package on the table with {domain.partner_name}",
        title=f"Worth {money(us_gain)} to the United States over no deal",
        blocks=[Table(("Term", "Amount"), _terms(domain, amounts))],
    )


def side_by_side(packages: pd.DataFrame, domain: Domain, names: Sequence[str]) -> Table:
    """One row an instrument, one column a package."""
    rows = [(WORTH[gain], *(figure(x) for x in packages[gain])) for gain in GAINS]
    for issue, (label, unit) in domain.labels.items():
        measure, factor = MEASURES.get(unit, (unit, 1.0))
        if (packages[issue] > NOTHING).any():
            rows.append((f"{label}, {measure}", *(figure(factor * x) for x in packages[issue])))
    return Table(("", *names), rows, frozenset(names))


def figure(value: float) -> str:
    """A gain or an amount in a column of figures."""
    return rate(tidy(float(value)))


def tidy(value: float) -> float:
    """A gain below a thousandth of a billion is none."""
    return 0.0 if abs(value) < 5e-4 else value


def _terms(domain: Domain, amounts: Mapping[str, float]) -> list[tuple[str, str]]:
    """Label and amount of every term there is."""
    return [
        (domain.labels[name][0], amount(value, domain.labels[name][1]))
        for name, value in amounts.items()
        if value > NOTHING
    ]
