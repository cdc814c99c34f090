"""How far the worth of a deal to the partner may fall short of the world as judged, instrument by instrument."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from deals.division.bilateral import Bilateral
from deals.division.projection import PREVENTED
from deals.uncertainty.acceptance.packages import FixedRate, Package
from deals.uncertainty.acceptance.reckoning import Talked
from deals.uncertainty.acceptance.tracks import POLITICS, politics_of
from deals.world.instrument import STANDARD
from optimizer import Floats

LOW = 0.1
"""Share of drawn worlds in which an instrument is worth less to the partner than at the worst that is counted."""
TINY = 1e-9
"""USD bn below which the worth of an instrument is in no doubt."""


@dataclass(frozen=True, eq=False)
class Doubts:
    """What is in doubt of a deal.

    Attributes
    ----------
    names : tuple of str
        Instruments whose worth to the partner is in doubt, the political cost of a deal and the standard among them.
    falls : array
        By how much a unit of each column of the deal is worth less at worst, USD bn: a row an instrument.
    fixed : array
        By how much what is fixed is worth less, USD bn: political cost and standard, nothing for all others.
    """

    names: tuple[str, ...]
    falls: Floats
    fixed: Floats

    @classmethod
    def of(cls, talked: Talked) -> "Doubts":
        """The doubts that drawn worlds leave, those that choose.

        All steps and dates of an instrument are at their worst together: each is worth to the partner what one drawn
        world in ten falls short of.
        """
        deal = talked.deal
        least = Package.of(deal, deal.at(np.zeros(len(deal.us))))
        falls: dict[str, Floats] = {}
        for column, worth in _worths(talked, replace(least, standard=False)):
            short = deal.own[column] - np.quantile(worth, LOW)
            falls.setdefault(deal.issues[column], np.zeros(len(deal.us)))[column] = max(0.0, short)
        without = _partner(talked, replace(least, standard=False))
        politics = politics_of(deal)
        fixed = {POLITICS: max(0.0, politics - float(np.quantile(without, LOW)))}
        if least.standard:
            kept = np.array([issue == PREVENTED for issue in deal.issues])
            central = deal.own_fixed - politics + float(deal.own[kept] @ deal.piece.lower[kept])
            fixed[STANDARD] = max(0.0, central - float(np.quantile(_partner(talked, least) - without, LOW)))
        doubted = [name for name, row in falls.items() if float(row @ _most(deal)) > TINY]
        names = (*doubted, *(name for name, fall in fixed.items() if fall > TINY))
        none = np.zeros(len(deal.us))
        return cls(
            names=names,
            falls=np.array([falls.get(name, none) for name in names]).reshape(len(names), len(none)),
            fixed=np.array([fixed.get(name, 0.0) for name in names]),
        )


def _worths(talked: Talked, least: Package) -> Iterator[tuple[int, Floats]]:
    """Columns of a deal with what a unit is worth to the partner in each world that chooses: what filling it adds."""
    deal, question = talked.deal, talked.deal.plan.asked
    labels = deal.plan.solution.snapshot.columns.all
    terms = {term.instrument: term for term in deal.plan.choices.terms(deal.partner)}
    grants = {(grant.economy, grant.period): grant for grant in deal.plan.choices.grants(deal.partner)}
    most, bare = _most(deal), _partner(talked, least)
    for column, place in enumerate(deal.piece.columns.tolist()):
        family, key = labels[place]
        if family not in ("ask", "grant") or most[column] <= 0 or not isinstance(key, tuple):
            continue
        step = int(str(key[2]))
        if family == "grant":
            cell = str(key[0]), int(str(key[1]))
            widths, stands = grants[cell].widths, question.survival(least.signed, cell[1])
            licences = [sum(widths[:end]) / question.delivered_share for end in (step, step + 1)]
            below, upto = (replace(least, licences={cell: kh}) for kh in licences)
            yield column, (_partner(talked, upto) - _partner(talked, below)) / (widths[step] * stands)
            continue
        term = terms[str(key[1])]
        segment = term.segments[step]
        if term.of_one_rate:
            whole = replace(least, rates=(FixedRate(segment.rate, 1.0, segment.bought),))
            yield column, _partner(talked, whole) - bare
        else:
            ends = (sum(each.width for each in term.segments[:end]) for end in (step, step + 1))
            below, upto = (replace(least, asks={term.instrument: end}) for end in ends)
            yield column, (_partner(talked, upto) - _partner(talked, below)) / segment.width


def _partner(talked: Talked, package: Package) -> Floats:
    """What a package brings the partner, in the worlds that choose."""
    found: Floats = talked.weigh_package(package).partner[talked.choosing]
    return found


def _most(deal: Bilateral) -> Floats:
    """The most of every column, nothing where it has no end."""
    return np.where(np.isfinite(deal.piece.upper), deal.piece.upper, 0.0)
