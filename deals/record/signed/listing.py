"""Real deals as one table, a row a term."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from deals.page.wording import rate
from deals.record.signed.real import RealDeal, RealTerm

COLUMNS = (
    *("partner", "deal", "date", "side", "kind", "term", "amount", "binding", "stage"),
    *("read as", "low", "value", "high", "counts", "reason", "source"),
)


def listing(found: Mapping[str, RealDeal]) -> pd.DataFrame:
    """One row a term of each deal, and what is on record beside it.

    `read as` is the instrument of the model with the amount in its unit, `low`, `value`, `high`, and the `reason`;
    `counts` says whether the term is part of the deal as weighed: rates threatened, deliveries and what a later
    agreement supersedes are not.
    """
    rows = []
    for code in sorted(found):
        deal = found[code]
        counting = {id(term) for term in deal.terms}
        rows += [_row(term, id(term) in counting) for term in sorted((*deal.terms, *deal.beside), key=lambda t: t.day)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(term: RealTerm, counts: bool) -> list[Any]:
    said = "" if term.quantity is None else rate(term.quantity)
    over = f", over {rate(term.years)} years" if term.years else ""
    amount = f"{said} {term.unit}{over}".strip()
    low, value, high = term.amount or (None, None, None)
    reading = ("", "") if term.reading is None else (term.reading.reads_as, term.reading.reason)
    return [
        *(term.partner, term.deal, term.day, term.side, term.kind, term.name, amount, term.binding, term.stage),
        *(reading[0], low, value, high, counts and term.reading is not None, reading[1], term.source),
    ]
