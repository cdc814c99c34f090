"""How the surplus of one deal can be divided: solutions on its frontier, positions, and the ladder between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from deals.bargaining import Planar, bargaining_power
from deals.division.bilateral import Bilateral, Point
from deals.division.figures.division import division
from deals.division.nash_in_nash import NashInNash
from deals.division.positions import Positions
from deals.division.tranches import Tranches
from deals.kit.errors import UnknownNameError
from deals.kit.given.checked import checked
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.plan.impasse import Impasse

FROM_THE_THREAT = ("kalai_smorodinsky", "nash", "rubinstein", "egalitarian")
"""Rules that divide what there is over the threat point."""
SETTLEMENTS = ("take_it_or_leave_it", "kalai_smorodinsky", "nash", "rubinstein", "egalitarian", "utilitarian")
TARGET = "rubinstein"
WALK_AWAY = "all_to_the_partner"
FALLBACKS = ("while_talks_fail", "no_agreement")
NOTHING = 1e-6
OPENING = "take_it_or_leave_it"


@dataclass(frozen=True, eq=False, repr=False)
class Division(Answer):
    """The frontier of one deal and where each rule would settle on it.

    Gains are over no deal between the two, everybody else's deal as in the plan: USD bn, present value to each side.

    Two fallbacks are kept apart. The *outside option* is the partner's way out, its reservation value: zero here, and
    nobody signs below it. The *threat point* (``impasse``) is what flows while talks fail, before anybody has turned
    elsewhere: Nash, Kalai-Smorodinsky, equal gains and patience count from it, and where one of them would leave a
    side less than its outside option, that side gets its outside option and no more.

    Attributes
    ----------
    deal : Bilateral
        The deal.
    by_pairs : NashInNash, optional
        What all pairs of its plan agree, where somebody has it already.
    real : mapping, optional
        What was really agreed: `us_gain`, `partner_gain` (USD bn) and amounts by instrument.
    """

    deal: Bilateral
    by_pairs: NashInNash | None = None
    real: Mapping[str, float] | None = None

    @cached_property
    def pairs(self) -> NashInNash:
        """What every pair of the plan agrees when each divides its own surplus."""
        return self.by_pairs or NashInNash(self.deal.plan)

    @property
    def partner_name(self) -> str:
        """The partner, in words."""
        return self.deal.plan.question.partner(self.partner).name

    @property
    def partner(self) -> str:
        """Code of the partner."""
        return self.deal.partner

    @property
    def impasse(self) -> Impasse:
        """The threat point: where both stand while talks fail, over the outside option."""
        return self.deal.plan.impasses[self.partner]

    @cached_property
    def _solutions(self) -> Mapping[str, Point]:
        timeline, threat = self.deal.plan.question.timeline, self.impasse
        power = bargaining_power((timeline.discount_us, timeline.discount_partner))
        outside = Planar.of([(p.us, p.partner) for p in self.deal.frontier])
        most = outside.best_second(0.0)
        gains = dict.fromkeys(FROM_THE_THREAT, 0.0)
        if outside.best_first(0.0) > threat.us:
            planar = Planar.of([(p.us - threat.us, p.partner - threat.partner) for p in self.deal.frontier])
            from_threat = {
                "kalai_smorodinsky": planar.along(planar.ideal),
                "nash": planar.nash(),
                "rubinstein": planar.nash(power),
                "egalitarian": planar.egalitarian(),
            }
            gains = {name: min(max(gain + threat.partner, 0.0), most) for name, (_, gain) in from_threat.items()}
        gains |= {OPENING: 0.0, "utilitarian": outside.utilitarian()[0][1], WALK_AWAY: most}
        return {name: self.deal.on_frontier(gain) for name, gain in gains.items()}

    @checked()
    def point(self, solution: str) -> Point:
        """The package of a solution, by its name in :attr:`table`.

        Raises
        ------
        UnknownNameError
            If it is none of them.
        """
        if solution not in self._solutions:
            raise UnknownNameError.of("solution", solution, self._solutions)
        return self._solutions[solution]

    @property
    def target(self) -> Point:
        """Where patience alone would settle: Nash weighted by how patient each side is (Rubinstein)."""
        return self._solutions[TARGET]

    @cached_property
    def frontier(self) -> pd.DataFrame:
        """Corners of the frontier, from the best for the United States; `price` is what the next USD to them costs."""
        corners = self.deal.frontier
        frame = pd.DataFrame({"us_gain": [p.us for p in corners], "partner_gain": [p.partner for p in corners]})
        frame["price"] = -frame["us_gain"].diff().shift(-1) / frame["partner_gain"].diff().shift(-1)
        return frame.rename_axis("corner")

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a solution: gains, the partner's share of the sum, and the amount of every instrument.

        ``nash_in_nash`` is what the two agree when every pair of the plan settles for itself, so that others' deals
        are no longer as planned: it need not lie on this frontier. It is found once for a plan, in some seconds.
        ``while_talks_fail`` is the threat point, ``no_agreement`` the outside option, ``real_deal`` the record.
        """
        points = {name: self._solutions[name] for name in (*SETTLEMENTS, WALK_AWAY)}
        rows = {name: self.deal.row(point) for name, point in points.items()}
        pair = self.pairs.point(self.partner)
        rows["nash_in_nash"] = {"us_gain": pair.us, "partner_gain": pair.partner} | self.pairs.terms(self.partner)
        rows["while_talks_fail"] = {"us_gain": self.impasse.us, "partner_gain": self.impasse.partner}
        rows["no_agreement"] = {"us_gain": 0.0, "partner_gain": 0.0}
        if self.real is not None:
            rows["real_deal"] = dict(self.real)
        frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("solution")
        share = frame["partner_gain"] / (frame["us_gain"] + frame["partner_gain"])
        both_gain = frame[["us_gain", "partner_gain"]].min(axis=1) >= -NOTHING
        frame.insert(2, "partner_share", share.where(both_gain & ~frame.index.isin(FALLBACKS)))
        return frame

    @property
    def sentence(self) -> str:
        """Between what ends the deal can be divided, and where patience alone would settle."""
        opening, target, most = (self._solutions[name] for name in (OPENING, TARGET, WALK_AWAY))
        return (
            f"{self.partner_name}: leaving it nothing brings us USD {opening.us:.2f} bn; patience alone would settle "
            f"at {target.us:.2f} to us and {target.partner:.2f} to them; the most they can have is {most.partner:.2f}."
        )

    def chart(self) -> Chart:
        """The frontier with every solution on it, the reservation point, and the real deal where there is one."""
        return division(self.frontier, self.table, self.partner_name)

    @cached_property
    def positions(self) -> Positions:
        """Opening, target and walk-away of the United States, and the price of each concession between them."""
        named = {"opening": OPENING, "target": TARGET, "walk_away": WALK_AWAY}
        return Positions(self.deal, {position: self._solutions[solution] for position, solution in named.items()})

    @checked()
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

        Raises
        ------
        UnknownNameError
            If there is no such solution.
        """
        return Tranches(self.deal, self.point(solution), relation, strict)
