"""How the surplus of one deal can be divided: solutions on its frontier, positions, and the ladder between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from deals.negotiation.bargaining import bargaining_power
from deals.negotiation.bargaining_planar import Planar
from deals.negotiation.bilateral import Bilateral, Point
from deals.negotiation.real_deal import real_package
from deals.negotiation.tranches import Tranches

if TYPE_CHECKING:
    import pandas as pd

    from deals.briefing.chart import Chart

SETTLEMENTS = ("take_it_or_leave_it", "kalai_smorodinsky", "nash", "rubinstein", "egalitarian", "utilitarian")
TARGET = "rubinstein"
WALK_AWAY = "all_to_the_partner"
OTHER_DATES = "the same amounts at other dates"


@dataclass(frozen=True, eq=False)
class Division:
    """The frontier of one deal and where each rule would settle on it.

    Gains are over no deal between the two, everybody else's deal as in the plan: USD bn, present value to each side.
    The no-deal path is what flows while talks fail, and is the partner's way out as well: the threat and the outside
    option are one here.
    """

    deal: Bilateral

    @property
    def partner(self) -> str:
        """Code of the partner."""
        return self.deal.partner

    @cached_property
    def _planar(self) -> Planar:
        return Planar.of([(point.us, point.partner) for point in self.deal.frontier])

    @cached_property
    def _solutions(self) -> Mapping[str, Point]:
        planar, timeline = self._planar, self.deal.plan.question.timeline
        power = bargaining_power((timeline.discount_us, timeline.discount_partner))
        gains = {
            "take_it_or_leave_it": (planar.best_first(0.0), 0.0),
            "kalai_smorodinsky": planar.along(planar.ideal),
            "nash": planar.nash(),
            "rubinstein": planar.nash(power),
            "egalitarian": planar.egalitarian(),
            "utilitarian": planar.utilitarian()[0],
            WALK_AWAY: (0.0, planar.best_second(0.0)),
        }
        return {name: self.deal.on_frontier(gain) for name, (_, gain) in gains.items()}

    def point(self, solution: str) -> Point:
        """The package of a solution."""
        return self._solutions[solution]

    @property
    def target(self) -> Point:
        """Where patience alone would settle: Nash weighted by how patient each side is (Rubinstein)."""
        return self._solutions[TARGET]

    @cached_property
    def frontier(self) -> "pd.DataFrame":
        """Corners of the frontier, from the best for the United States; `price` is what the next USD to them costs."""
        import pandas as pd

        corners = self.deal.frontier
        frame = pd.DataFrame({"us_gain": [p.us for p in corners], "partner_gain": [p.partner for p in corners]})
        frame["price"] = -frame["us_gain"].diff().shift(-1) / frame["partner_gain"].diff().shift(-1)
        return frame.rename_axis("corner")

    @cached_property
    def real(self) -> Point | None:
        """The real deal's headline terms, cut to what the model thinks can be delivered; None where there is none."""
        return real_package(self.deal)

    @cached_property
    def table(self) -> "pd.DataFrame":
        """One row a solution: gains, the partner's share of the sum, and the amount of every instrument."""
        import pandas as pd

        points = {name: self._solutions[name] for name in (*SETTLEMENTS, WALK_AWAY)}
        rows: dict[str, dict[str, float]] = {name: self._row(point) for name, point in points.items()}
        rows["no_agreement"] = {"us_gain": 0.0, "partner_gain": 0.0}
        if self.real is not None:
            rows["real_deal"] = self._row(self.real)
        frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("solution")
        share = frame["partner_gain"] / (frame["us_gain"] + frame["partner_gain"])
        frame.insert(2, "partner_share", share)
        return frame

    def picture(self) -> "Chart":
        """The frontier with every solution on it, the reservation point, and the real deal where there is one."""
        from deals.briefing.figures.division import division

        return division(self.frontier, self.table, self.deal.plan.question.partner(self.partner).name)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        bundle: dict[str, object] = self.picture()._repr_mimebundle_()
        return bundle

    def positions(self) -> "pd.DataFrame":
        """Opening, target and walk-away of the United States: gains and the amount of every instrument."""
        named = {"opening": "take_it_or_leave_it", "target": TARGET, "walk_away": WALK_AWAY}
        import pandas as pd

        rows = {name: self._row(self._solutions[solution]) for name, solution in named.items()}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("position")

    def ladder(self) -> "pd.DataFrame":
        """Concessions from opening to walk-away, in the order that gives up least for what the partner gains.

        Returns
        -------
        DataFrame
            One row a step: what changes by how much (in the units of the term sheet), what it costs the United States,
            what the partner gains, and the first over the second.
        """
        import pandas as pd

        low, high = self._solutions["take_it_or_leave_it"], self._solutions[WALK_AWAY]
        between = [p for p in self.deal.frontier if low.partner < p.partner < high.partner]
        path, rows = [low, *between, high], []
        for here, there in pairwise(path):
            before, after = self.deal.totals(here.terms), self.deal.totals(there.terms)
            changes = {name: after[name] - before[name] for name in before}
            moved = {n: c for n, c in changes.items() if abs(c) > 1e-6 * max(self.deal.limits[n], 1e-12)}
            gained = there.partner - here.partner
            if gained > 1e-9:
                rows.append(
                    {
                        "change": ", ".join(f"{name} {change:+.3g}" for name, change in moved.items()) or OTHER_DATES,
                        "us_cost": here.us - there.us,
                        "partner_gain": gained,
                        "price": (here.us - there.us) / gained,
                    }
                )
        return pd.DataFrame(rows, columns=["change", "us_cost", "partner_gain", "price"]).rename_axis("step")

    def tranches(
        self, solution: str = TARGET, *, relation: tuple[float, float] = (0.0, 0.0), strict: bool = True
    ) -> Tranches:
        """Chips released against concessions delivered, so that at no date either side gains by walking away.

        Parameters
        ----------
        solution : str
            Which package, as in :attr:`table`.
        relation : tuple of float
            Worth of the relation after the horizon to the United States and to the partner, USD bn, present value.
        strict : bool
            False shows what trust would be worth: all is delivered as agreed, whoever may gain by walking away.
        """
        return Tranches(self.deal, self._solutions[solution], relation, strict)

    def _row(self, point: Point) -> dict[str, float]:
        return {"us_gain": point.us, "partner_gain": point.partner} | self.deal.totals(point.terms)
