"""What a reform can change: every number of a world, with its range, its source and why it is what it is."""

from typing import TYPE_CHECKING

from deals.world.naming.economies import code_of, folded, known_names
from deals.world.quantity import Quantity, RuleParameter
from deals.world.world import World

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("value", "low", "high", "unit", "source", "confidence", "known_on", "reason")


def parameters_table(world: World, word: str = "") -> "pd.DataFrame":
    """By name: value, range, unit, source, confidence, day from which it was known, and reason.

    Parameters
    ----------
    world : World
    word : str
        What the name or the reason must hold, in any case; several words must all be there. A country's name stands for
        its code.
    """
    import pandas as pd  # heavy

    codes = [code] if (code := code_of(word)) else []
    words = [] if codes else word.casefold().split()
    rows = {
        name: _row(number)
        for name, number in world.patchable().items()
        if (set(codes) <= set(name.split(".")) if codes else _has(name, _reason(number), words))
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS)).rename_axis("name")


def _row(number: Quantity | RuleParameter) -> tuple[object, ...]:
    ends = (number.low, number.high) if isinstance(number, Quantity) else (None, None)
    return (
        *(number.value, *ends, number.unit, number.source),
        *(number.confidence, number.known_on.isoformat(), _reason(number)),
    )


def _reason(number: Quantity | RuleParameter) -> str:
    """Why it is what it is: the reason of a number of the world, paragraph and note of one of the law."""
    if isinstance(number, Quantity):
        return number.reason
    return "; ".join(part for part in (number.citation, number.note) if part)


def _has(name: str, reason: str, words: list[str]) -> bool:
    """Whether a number's name, the countries in it or its reason hold every word."""
    titles = known_names().titles
    called = " ".join(folded(titles[part]) for part in name.split(".") if part in titles)
    text = f"{name} {called} {reason}".casefold()
    return all(word in text for word in words)
