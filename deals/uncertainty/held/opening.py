"""What a plan opens without a deal where the regime limits what may be licensed: in another world it may be too much.

A cell was opened whole because all that was refused there fitted into the limits. Where more is refused than then, as
much of it is opened as fits, first come first served; the rest stays refused.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from deals.kit.numbers import chosen, larger, smaller, smallest
from deals.model.question import Question
from deals.model.worth.terms import Grant
from deals.sensitivity.worlds.decisions import Decisions

type Cell = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Opened:
    """Shares of a cell that are opened.

    Attributes
    ----------
    share : float
        As much as the regime's limits allow.
    without : float
        As much as they allow where the deal falls away by which its partner is promoted.
    promoted_by : str
        That partner; blank where none is promoted.
    """

    share: float
    without: float
    promoted_by: str = ""


def opened_within_limits(decisions: Decisions, question: Question) -> dict[Cell, Opened]:
    """What fits into the regime's limits of each opened cell (economy, period).

    Parameters
    ----------
    decisions : Decisions
    question : Question
        Less all that the decisions rule out; of one world or of many.
    """
    by_economy: dict[str, list[Grant]] = defaultdict(list)
    for cell in sorted(question.cells, key=lambda cell: cell.period):
        by_economy[cell.economy].append(cell)
    promoted = {code: signed for (code, signed), value in decisions.values["promoted"].items() if value > 0.5}
    found: dict[Cell, Opened] = {}
    for cells in by_economy.values():
        for cell, share in zip(cells, _fitting(question, cells), strict=True):
            key = cell.economy, cell.period
            if cell.partner in promoted:
                lifted = promoted[cell.partner] + question.lag <= cell.period
                found[key] = Opened(chosen(lifted, 1.0, share), share, cell.partner)
            else:
                found[key] = Opened(share, share)
    return found


def _fitting(question: Question, cells: Iterable[Grant]) -> list[float]:
    """Share of each cell of one economy that fits, in order of time.

    Allocations are used first, since what they leave unused may lapse, then the channel beside them.
    """
    counted = beside = 0.0
    of_year: dict[int, float] = defaultdict(float)
    shares = []
    for cell in cells:
        access, year = question.path.access[cell.economy], question.timeline.periods[cell.period].year
        if access.licensed_limit is None:
            shares.append(1.0)
            continue
        wanted = question.legal(cell) * cell.opened
        rooms = [access.licensed_limit[cell.period] - counted]
        if access.yearly_limit is not None:
            rooms.append(access.yearly_limit[cell.period] - of_year[year])
        channel = (access.beside_limit[cell.period] if access.beside_limit else 0.0) - beside
        within = smaller(wanted, larger(0.0, smallest(rooms)))
        more = smaller(wanted - within, larger(0.0, channel))
        counted, beside, of_year[year] = counted + within, beside + more, of_year[year] + within
        some = wanted > 0
        shares.append(chosen(some, (within + more) / chosen(some, wanted, 1.0), 1.0))
    return shares
