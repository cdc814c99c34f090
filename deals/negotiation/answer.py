"""What the table says to a counter-offer."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from deals.negotiation.beliefs import Floats, Weights
from deals.negotiation.bilateral import Point
from deals.negotiation.search import Domain

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Package:
    """Amounts by instrument, in the units of the term sheet, and how they are arranged in steps and over time."""

    amounts: dict[str, float]
    point: Point

    @property
    def us_gain(self) -> float:
        """What it is worth to the United States over no deal, USD bn present value."""
        return self.point.us

    def __repr__(self) -> str:
        terms = ", ".join(f"{name} {amount:.3g}" for name, amount in self.amounts.items() if amount > 1e-9)
        return f"Package(us_gain {self.us_gain:.2f}: {terms})"


def package_of(domain: Domain, point: Point) -> Package:
    """A package from its steps."""
    return Package(domain.deal.totals(point.terms), point)


@dataclass(frozen=True, eq=False)
class Answer:
    """A counter-offer weighed.

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
    acceptable : bool
        Whether it leaves us at least what our next offer would.
    before, weights : Weights
        What the partner's weights could be before and after hearing it.
    """

    package: Package
    domain: Domain
    reckoned: Floats
    cost: float
    acceptable: bool
    before: Weights
    weights: Weights

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
        found = self.domain.better_for_both(self.package.point, self.reckoned)
        return package_of(self.domain, found) if found else None

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
        """Whether it is better for the partner than no deal; None where that depends on weights we do not know."""
        low, high = self.partner_gain_range
        if low >= -1e-9:
            return True
        return False if high < -1e-9 else None

    @property
    def revealed(self) -> "pd.DataFrame":
        """How far the range of each weight narrowed."""
        before, after = self.before.table(), self.weights.table()
        return before[["low", "high"]].add_suffix("_before").join(after)

    @property
    def replies(self) -> "pd.DataFrame":
        """The counter-offer, the nearest package better for both, and three as good to us: one row each."""
        import pandas as pd

        rows = {"their proposal": self.package}
        if self.better is not None:
            rows["better for both"] = self.better
        rows |= {f"as good to us, {number}": p for number, p in enumerate(self.equivalents, 1)}
        frame = pd.DataFrame.from_dict({k: p.amounts for k, p in rows.items()}, orient="index").rename_axis("package")
        frame.insert(0, "us_gain", [p.us_gain for p in rows.values()])
        return frame

    def __str__(self) -> str:
        low, high = self.partner_gain_range
        theirs = {True: "above", False: "below", None: "perhaps above"}[self.above_their_walk_away]
        ours = "above" if self.above_our_walk_away else "below"
        sentences = [
            f"Worth USD {self.us_gain:.2f} bn to us ({ours} our walk-away) and {self.partner_gain:.2f} bn to them.",
            f"By weights that explain what was said, {low:.2f} to {high:.2f} bn to them ({theirs} their walk-away).",
            f"It costs us USD {self.cost:.2f} bn against our standing offer.",
            "Better than what we would offer next: take it." if self.acceptable else "We would offer something better.",
        ]
        if self.better is not None:
            sentences.append(f"Both gain from {self.better}.")
        if not self.weights.consistent:
            sentences.append("No weights in the range explain all that was said: the nearest are used.")
        return " ".join(sentences)
