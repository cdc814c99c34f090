"""What a plan opens without a deal where the regime limits what may be licensed: in another world it may be too much.

A cell was opened whole because all that was refused there fitted into the limits. Where more is refused than then, as
much of it is opened as fits, first come first served; the rest stays refused.
"""

from collections import defaultdict
from collections.abc import Iterable

from deals.kit.numbers import chosen, larger, possible, smaller, smallest
from deals.model.question import Question
from deals.model.worth.terms import Grant
from deals.sensitivity.worlds.decisions import Decisions

type Cell = tuple[str, int]


def opened_within_limits(decisions: Decisions, question: Question) -> dict[Cell, float]:
    """Share of each opened cell (economy, period) that fits into the regime's limits: 1 where there are none.

    Allocations are used first, since what they leave unused may lapse, then the channel beside them; promotion lifts
    both.

    Parameters
    ----------
    decisions : Decisions
    question : Question
        Less all that the decisions rule out; of one world or of many.
    """
    by_economy: dict[str, list[Grant]] = defaultdict(list)
    for cell in sorted(question.cells, key=lambda cell: cell.period):
        by_economy[cell.economy].append(cell)
    found: dict[Cell, float] = {}
    for economy, cells in by_economy.items():
        limited = question.path.access[economy].licensed_limit is not None
        shares = _fitting(question, cells) if limited else [1.0] * len(cells)
        for cell, share in zip(cells, shares, strict=True):
            lifted = _lifted(decisions, question, cell)
            found[cell.economy, cell.period] = chosen(lifted, 1.0, share)
    return found


def _fitting(question: Question, cells: Iterable[Grant]) -> list[float]:
    """Share of each cell of one economy that fits, in order of time."""
    counted = beside = 0.0
    of_year: dict[int, float] = defaultdict(float)
    shares = []
    for cell in cells:
        access, year = question.path.access[cell.economy], question.timeline.periods[cell.period].year
        assert access.licensed_limit is not None
        wanted = question.legal(cell) * cell.opened
        rooms = [access.licensed_limit[cell.period] - counted]
        if access.yearly_limit is not None:
            rooms.append(access.yearly_limit[cell.period] - of_year[year])
        within = smaller(wanted, larger(0.0, smallest(rooms)))
        channel = (access.beside_limit[cell.period] if access.beside_limit else 0.0) - beside
        more = smaller(wanted - within, larger(0.0, channel))
        counted, beside, of_year[year] = counted + within, beside + more, of_year[year] + within
        some = wanted > 0
        shares.append(chosen(some, (within + more) / chosen(some, wanted, 1.0), 1.0))
    return shares


def _lifted(decisions: Decisions, question: Question, cell: Grant) -> bool:
    """Whether its partner's promotion has taken effect."""
    lifted = False
    for (code, signed), promoted in decisions.values["promoted"].items():
        takes_effect = signed + question.lag <= cell.period
        if code == cell.partner and promoted > 0.5 and possible(takes_effect):
            lifted = lifted | takes_effect
    return lifted
