"""A package at the table, and a counter-offer weighed."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from deals.division.bilateral import Point
from deals.division.domain import Domain
from deals.kit.errors import InputError, Problem
from deals.page.document import html
from deals.talks.beliefs import Weights
from deals.talks.words import package_page, terms_in_words
from optimizer import Floats

NOTHING = 1e-6
"""USD bn below which a gain is none."""


@dataclass(frozen=True, eq=False)
class Package:
    """Amounts by instrument, in the units of the term sheet, and how they are arranged in steps and over time.

    Attributes
    ----------
    amounts : dict
        Amount by instrument. ``domain.labels`` has the units: shares of the full measure, USD bn pledged, percentage
        points, thousand H100e over the horizon.
    point : Point
        The steps behind the amounts.
    domain : Domain
        What can be agreed with this partner.
    """

    amounts: dict[str, float]
    point: Point
    domain: Domain

    @property
    def us_gain(self) -> float:
        """What it is worth to the United States over no deal, USD bn present value."""
        return self.point.us

    def __repr__(self) -> str:
        terms = ", ".join(f"{name} {amount:.3g}" for name, amount in self.amounts.items() if amount > 1e-9)
        return f"Package(us_gain {self.us_gain:.2f}: {terms})"

    def __str__(self) -> str:
        return terms_in_words(self.domain, self.amounts, self.us_gain)

    def _repr_html_(self) -> str:
        return str(html(package_page(self.domain, self.amounts, self.us_gain)))


def package_of(domain: Domain, point: Point) -> Package:
    """A package from its steps."""
    return Package(domain.deal.totals(point.terms), point, domain)


def package_in(given: object) -> Package:
    """A package as it was given.

    Raises
    ------
    InputError
        If it is none.
    """
    if isinstance(given, Package):
        return given
    raise InputError(Problem("", "package", given, "is no package", "give one that offer() or counter() has brought"))


@dataclass(frozen=True, eq=False)
class CounterOffer:
    """A counter-offer and what it is worth to whom.

    Attributes
    ----------
    package : Package
        What was proposed.
    domain : Domain
        What can be agreed.
    reckoned : array
        Weights of the partner reckoned with.
    cost : float
        What taking it would cost us against our standing offer (or the most we could have, before any), USD bn.
    demand : float
        What our next offer would leave us, USD bn.
    before, weights : Weights
        What the partner's weights could be before and after hearing it.
    """

    package: Package
    domain: Domain
    reckoned: Floats
    cost: float
    demand: float
    before: Weights
    weights: Weights

    @property
    def acceptable(self) -> bool:
        """Whether it leaves us at least what our next offer would."""
        return self.us_gain >= self.demand

    @property
    def us_gain(self) -> float:
        """Worth to the United States over no deal, USD bn present value."""
        return self.package.us_gain

    @property
    def partner_gain(self) -> float:
        """Worth to the partner over no deal by the weights reckoned with, USD bn present value."""
        return self.domain.gain(self.package.point, self.reckoned)

    @cached_property
    def partner_gain_range(self) -> tuple[float, float]:
        """Least and greatest worth to the partner by any weights that explain what was heard."""
        point = self.package.point
        return self.weights.span(self.domain.worth(point), self.domain.fixed(point))

    @cached_property
    def better(self) -> Package | None:
        """The nearest package from which both gain noticeably, by the weights reckoned with; None if there is none."""
        better = self.domain.better_for_both(self.package.point, self.reckoned)
        return package_of(self.domain, better) if better else None

    @cached_property
    def equivalents(self) -> tuple[Package, ...]:
        """Three unlike packages as good to us, and to the partner within a tenth: replies to make at once."""
        return tuple(package_of(self.domain, p) for p in self.domain.as_good(self.package.point, self.reckoned))

    @property
    def above_our_walk_away(self) -> bool:
        """Whether it is better for us than no deal."""
        return self.us_gain >= 0

    @property
    def above_their_walk_away(self) -> bool | None:
        """Whether it is better for the partner than no deal, by what we knew before it was proposed.

        None where that depends on weights we did not know. Whoever proposes it says that it is: from then on weights
        by which it is not are left out.
        """
        point = self.package.point
        low, high = self.before.span(self.domain.worth(point), self.domain.fixed(point))
        if low >= -NOTHING:
            return True
        return False if high < -NOTHING else None

    @property
    def revealed(self) -> pd.DataFrame:
        """What it says of the partner's weights: one row an instrument, their likely range before and after.

        The ratio to the model's own worth; nine draws in ten lie above ``likely_low``, nine in ten below
        ``likely_high``. How much of all weights is left is in ``before.left`` and ``weights.left``.
        """
        columns = ["low", "high", "likely_low", "likely_high", "reckoned"]
        return self.before.table[columns].add_suffix("_before").join(self.weights.table[columns])

    @property
    def replies(self) -> pd.DataFrame:
        """The counter-offer, the nearest package better for both, and three as good to us: one row each."""
        rows = {"their proposal": self.package}
        if self.better is not None:
            rows["better for both"] = self.better
        rows |= {f"as good to us, {number}": p for number, p in enumerate(self.equivalents, 1)}
        frame = pd.DataFrame.from_dict({k: p.amounts for k, p in rows.items()}, orient="index").rename_axis("package")
        frame.insert(0, "us_gain", [p.us_gain for p in rows.values()])
        frame.insert(1, "partner_gain", [self.domain.gain(p.point, self.reckoned) for p in rows.values()])
        return frame
