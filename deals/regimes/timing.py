"""Whether a regime makes sense in the time of a scenario: when it was made, and for which years it sets amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from deals.kit.periods import Period, quarter_number, quarter_of
from deals.world import World

MOST_PASSED = 0.5
"""Share of a regime's own quarters that may lie before the horizon; a judgement."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How a regime stands in time.

    Attributes
    ----------
    announced : date or None
        Day on which it was made or proposed; None where the data have none.
    makes_sense : bool
        Whether its own amounts still apply to most of what they were made for.
    why : str
        The reason, in words.
    """

    announced: date | None
    makes_sense: bool
    why: str


def timing(regime: str, world: World, periods: Sequence[Period]) -> Timing:
    """How a regime (without what is added after plus signs) stands in the time of a world and a horizon.

    A regime with amounts for certain years makes sense while at most half of its quarters lie before the first period:
    what was delivered in them would count against its amounts, and the data of the horizon do not hold it.
    """
    dates = world.rule_dates
    announced = dates.get(f"regime.{regime}.announced")
    first, last = (dates.get(f"regime.{regime}.amounts_{end}") for end in ("from", "to"))
    if first is not None and last is not None:
        start, end = quarter_of(first), quarter_of(last)
        whole = quarter_number(end) - quarter_number(start) + 1
        passed = min(whole, max(0, quarter_number(periods[0].first_quarter) - quarter_number(start)))
        if passed > MOST_PASSED * whole:
            why = (
                f"it sets amounts for {start} to {end}, and {passed} of these {whole} quarters lie before the horizon: "
                "what was delivered in them would count, and is not in the question"
            )
            return Timing(announced, False, why)
    if announced is None:
        return Timing(None, True, "it has no date of its own")
    if announced > world.date:
        return Timing(announced, True, f"it came later ({announced}): a what-if with hindsight")
    return Timing(announced, True, f"it was known ({announced})")


def in_time(names: Sequence[str], world: World, periods: Sequence[Period]) -> Mapping[str, Timing]:
    """Timing of several regimes, by name; measures after plus signs make no difference."""
    return {name: timing(name.partition("+")[0], world, periods) for name in names}
