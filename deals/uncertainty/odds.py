"""How sure a plan is: what its deals come to in drawn worlds, and what that hangs on.

Held: deals, dates and standards stand and terms adapt, so that a deal falls away only where no terms pay both sides.
Anew: the plan made again in each world. Baselines are held in the same worlds, so that differences are of plans and not
of luck.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from deals.kit.cells import number
from deals.kit.errors import InputError, Problem
from deals.kit.given.bounds import NONE_OR_MORE, ONE_OR_MORE
from deals.kit.given.checked import checked
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import counted, money, percent
from deals.plan.baselines import ALONE, OPENING, PLAN
from deals.plan.plan import Plan
from deals.sensitivity.worlds.assumptions import Assumption, assumptions, chosen
from deals.uncertainty.draws import ABOUT_DRAWS, ELASTICITIES, Placed
from deals.uncertainty.figures.odds import deals_in_worlds
from deals.uncertainty.held.work import HeldWork
from deals.uncertainty.methods.checking import FEWEST
from deals.uncertainty.methods.discovery import Discovery, discover
from deals.uncertainty.methods.information import Information, information
from deals.uncertainty.methods.morris import Screening, morris, morris_design
from deals.uncertainty.methods.regret import Regret, regret
from deals.uncertainty.methods.risk import Risk, risk
from deals.uncertainty.methods.sobol import Indices, check_base, sobol, sobol_design
from deals.uncertainty.methods.stability import Stability, stability
from deals.uncertainty.sweeping.progress import Progress
from deals.uncertainty.sweeping.running import sweep
from deals.world.instrument import CHIPS
from deals.world.naming.assumptions import about_assumption
from deals.world.naming.economies import named
from optimizer import Floats

NAMES = {PLAN: "the plan", ALONE: "the best alone", OPENING: "opening and tariff deals"}
AGAIN = "the plan made again"
GAIN = "gain over nothing, USD bn"
SHARES = (0.1, 0.5, 0.9)
TRAJECTORIES, BASE, HEAVIEST = 10, 128, 8
"""Paths of a screening; base sample of the indices, and of how many of the heaviest assumptions."""
DENSER, LEAST_COVERAGE = 0.5, 0.3
"""Of a rule for when something happens: how far from its share of all draws to all of the rule's; part of the cases."""

type Watch = Callable[[Progress], None] | None


@dataclass(frozen=True, eq=False, repr=False)
class Odds(Answer):
    """A plan in drawn worlds.

    Attributes
    ----------
    plan : Plan
    held : DataFrame
        A row a draw: the plan held, with its baselines (see :mod:`deals.uncertainty.held.reading`).
    anew : DataFrame or None
        A row a draw: the plan made again, with its certified gap.
    work : HeldWork
        What was asked of each draw.
    seed : int
    """

    plan: Plan
    held: pd.DataFrame
    anew: pd.DataFrame | None
    work: HeldWork
    seed: int = 0

    @cached_property
    def _went_well(self) -> pd.DataFrame:
        return self.held[self.held["status"] == "ok"]

    @property
    def draws(self) -> int:
        """Worlds that were drawn."""
        return len(self.held)

    @property
    def failed(self) -> int:
        """Draws without an answer; each is a row of :attr:`held` with its reason."""
        return len(self.held) - len(self._went_well)

    @cached_property
    def _table(self) -> pd.DataFrame:
        held, rows = self._went_well, {}
        for code in self.plan.signed:
            signed = held[f"signed/{code}"] > 0
            odds = float(signed.mean())
            us = held[f"us/{code}"].quantile(SHARES)
            rates = held.loc[signed, f"rate/{code}"].dropna().quantile(SHARES)
            rows[code] = {
                "name": self.plan.question.partner(code).name,
                "odds": odds,
                "odds_error": float(np.sqrt(odds * (1 - odds) / max(len(held), 1))),
                "unpaid": float((held[f"unpaid/{code}"] > 0).mean()),
                "beats_alone": float((signed & (held[f"us/{code}"] >= held[f"alone/{code}"])).mean()),
                **{f"us_p{100 * share:.0f}": float(us[share]) for share in SHARES},
                **{f"rate_p{100 * share:.0f}": float(rates[share]) for share in SHARES},
                "in_plan_anew": self._in_plan_anew(code),
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("partner")

    @property
    def table(self) -> pd.DataFrame:
        """By partner, in order of signing: share of worlds in which its deal pays both sides (`odds`, `odds_error`).

        `unpaid` where no terms make it worth the partner's while; `beats_alone` where it pays and brings no less than
        the best rate alone would; what it brings the United States as expected at 10, 50 and 90 percent of worlds
        (USD bn, nothing where it falls away) and its firm country rate where it is signed (percent); `in_plan_anew` how
        often it is in the plan made again (missing without such draws).
        """
        return self._table.copy()

    @cached_property
    def gain(self) -> Risk:
        """Ranges of the gain over nothing, held: of the plan, its baselines, and what deals add to the best alone."""
        return risk(self._gains, outcome=GAIN)

    @cached_property
    def gain_anew(self) -> Risk | None:
        """The same in the worlds in which the plan was made again, and of that plan; none without two such worlds."""
        if self.anew is None:
            return None
        made = self.anew.set_index("draw")["gain"].reindex(self._went_well["draw"]).to_numpy()
        frame = self._gains.assign(**{AGAIN: made}).dropna()
        return risk(frame, outcome=GAIN) if len(frame) >= FEWEST else None

    @property
    def _gains(self) -> pd.DataFrame:
        held = self._went_well
        return self.outcomes.rename(columns=NAMES).assign(**{"deals add": held["gain"] - held[ALONE]})

    @cached_property
    def adds(self) -> float:
        """Share of worlds in which the plan, held, brings more than the best alone, held."""
        return float((self._went_well["gain"] > self._went_well[ALONE]).mean())

    @property
    def outcomes(self) -> pd.DataFrame:
        """Gain of the plan and its baselines, a row a draw that went well, USD bn."""
        held = self._went_well
        return pd.DataFrame({PLAN: held["gain"], **{name: held[name] for name in NAMES if name in held}})

    @cached_property
    def terms(self) -> pd.DataFrame:
        """Amounts agreed in worlds where the deal is signed: partner, instrument, unit, and 10, 50 and 90 percent."""
        units = {i.name: i.unit for i in self.plan.question.world.instruments}
        held, rows = self._went_well, []
        for code in self.plan.signed:
            signed = held[f"signed/{code}"] > 0
            columns = {f"chips/{code}": CHIPS}
            columns |= {c: c.split("/")[2] for c in held.columns if c.startswith(f"terms/{code}/")}
            amounts = held.loc[signed, list(columns)].quantile(list(SHARES))
            for instrument, found in zip(columns.values(), amounts.to_numpy().T.tolist(), strict=True):
                if found[-1] > 0:
                    bands = {f"p{100 * share:.0f}": amount for share, amount in zip(SHARES, found, strict=True)}
                    rows.append({"partner": code, "instrument": instrument, "unit": units.get(instrument, ""), **bands})
        return pd.DataFrame(rows, columns=["partner", "instrument", "unit", *(f"p{100 * s:.0f}" for s in SHARES)])

    def regret(self) -> Regret:
        """The plan and its baselines on the same draws: expected, worst, and regret."""
        return regret(self.outcomes.rename(columns=NAMES), outcome=GAIN)

    @checked(top=ONE_OR_MORE)
    def stability(self, top: int = 5) -> Stability:
        """How stable the order of deals is, by what each brings the United States.

        Raises
        ------
        InputError
            If the plan has no deal.
        """
        if not self.plan.signed:
            told, fix = "the plan has no deal, so that there is no order", "ask a plan with deals"
            raise InputError(Problem("", "stability", None, told, fix))
        held = self._went_well
        values = pd.DataFrame({self._name(code): held[f"us/{code}"] for code in self.plan.signed})
        return stability(values, min(top, len(values.columns)), outcome="worth to the United States, USD bn")

    def discover(self, partner: str | None = None) -> Discovery:
        """When a partner's deal falls away or, without a partner, when the plan brings less than the best alone.

        A rule holds three tenths of these worlds or more, and the share of its worlds that are such is at least halfway
        from their share of all to one: what happens in 40 percent of all worlds happens in 70 percent of a rule's.

        Raises
        ------
        UnknownNameError
            If the plan has no deal with that partner.
        InputError
            If it happens in every world, or in none.
        """
        held = self._went_well
        if partner is None:
            happens, said = held["gain"] < held[ALONE], "the plan brings less than acting alone"
        else:
            partner = named(partner, self.plan.signed, "signed partner")
            happens, said = held[f"signed/{partner}"] == 0, f"no terms with {self._name(partner)} pay both sides"
        units = {name: bar.unit for name, bar in self._bars.items() if bar.alone}
        often = float(happens.mean())
        return discover(
            self.inputs,
            happens.to_numpy(),
            least_density=often + DENSER * (1 - often),
            least_coverage=LEAST_COVERAGE,
            happening=said,
            units=units,
            about=about_assumption,
        )

    def information(self) -> Information:
        """What it is worth to know each assumption before choosing between the plan and its baselines, USD bn."""
        return information(self.inputs, self.outcomes.rename(columns=NAMES), outcome=GAIN, about=about_assumption)

    @checked(trajectories=ONE_OR_MORE, seed=NONE_OR_MORE, workers=ONE_OR_MORE)
    def screening(
        self, trajectories: int = TRAJECTORIES, *, seed: int = 0, workers: int = 1, progress: Watch = None
    ) -> Screening:
        """How much each assumption moves the gain, one at a time along random paths (Morris); the plan held."""
        names = list(self._bars)
        design = morris_design(names, trajectories, seed)
        outcomes = self._placed(names, design, workers, progress)
        return morris(names, design, outcomes, outcome=GAIN, about=about_assumption)

    @checked(base=ONE_OR_MORE, seed=NONE_OR_MORE, workers=ONE_OR_MORE)
    def indices(
        self,
        names: Sequence[str] | None = None,
        base: int = BASE,
        *,
        seed: int = 0,
        workers: int = 1,
        progress: Watch = None,
    ) -> Indices:
        """Shares of the variance of the gain that assumptions explain, alone and in all (Sobol); the plan held.

        Parameters
        ----------
        names : sequence of str, optional
            Assumptions; by default the heaviest of a screening.
        base : int
            Base sample, a power of two; solved so many times twice the number of assumptions and two.

        Raises
        ------
        UnknownNameError
            If one of them is no assumption with a range.
        """
        check_base(base)
        asked = list(names) if names is not None else self._heaviest(seed, workers)
        chosen(self._bars, asked)
        design = sobol_design(asked, base, seed)
        return sobol(
            asked, design, self._placed(asked, design, workers, progress), outcome=GAIN, about=about_assumption
        )

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """Where every assumption stood, a row a draw that went well: its value, or where several move their mean place.

        A place is -1 at the low end of a range, 0 at the central value and 1 at the high end.
        """
        draws = self.work.draws
        numbers = self._went_well["draw"].tolist()
        values = draws.values(numbers)
        ranges = self.plan.question.scenario.world().parameters
        columns: dict[str, Any] = {}
        for name, bar in self._bars.items():
            known = [parameter for parameter in bar.parameters if parameter in values]
            if bar.alone and known:
                columns[name] = values[known[0]]
            elif known:
                columns[name] = np.mean([_place(ranges[p], values[p]) for p in known], axis=0)
        columns[ELASTICITIES] = list(draws.choices(numbers)[ELASTICITIES])
        return pd.DataFrame(columns, index=self._went_well.index)

    @property
    def sentence(self) -> str:
        """How sure, in a sentence."""
        gains = self.gain.table
        low, middle, high = (money(number(gains, NAMES[PLAN], name)) for name in ("p10", "p50", "p90"))
        what = "plan's deals bring" if self.plan.signed else "plan, which has no deal, brings"
        told = (
            f"in {self.draws} drawn worlds the {what} {low}, {middle} and {high} over nothing at 10, 50 "
            f"and 90 percent, more than the best alone in {percent(self.adds)}"
        )
        return f"{told}; {counted(self.failed, 'draw')} failed" if self.failed else told

    def chart(self) -> Chart:
        """Odds that each deal pays both sides, and what it brings in eight of ten worlds."""
        return deals_in_worlds(self._table, self.draws)

    @cached_property
    def _bars(self) -> Mapping[str, Assumption]:
        known = assumptions(self.plan.question, self.plan.signed)
        return {name: bar for name, bar in known.items() if not name.startswith(ABOUT_DRAWS)}

    def _heaviest(self, seed: int, workers: int) -> list[str]:
        order = self.screening(seed=seed, workers=workers).table.sort_values("mu_star", ascending=False)
        return [str(name) for name in order.index[:HEAVIEST]]

    def _placed(self, names: Sequence[str], design: Floats, workers: int, progress: Watch) -> Floats:
        """The gain at each row of a design."""
        placed = Placed.of(self.plan.question.scenario, chosen(self._bars, names), design)
        work = HeldWork.of({PLAN: self.work.plans[PLAN]}, placed)
        answers = sweep(work, len(design), workers=workers, progress=progress)
        return np.asarray(answers["gain"], dtype=np.float64)

    def _in_plan_anew(self, code: str) -> float:
        if self.anew is None:
            return float("nan")
        return float(self.anew.loc[self.anew["status"] == "ok", f"signed/{code}"].mean())

    def _name(self, code: str) -> str:
        return self.plan.question.partner(code).name


def _place(quantity: Any, values: Floats) -> Floats:
    """Where values stand in a range: -1 its low end, 0 the central value, 1 its high end."""
    below, above = quantity.value - quantity.low, quantity.high - quantity.value
    off = values - quantity.value
    found: Floats = np.where(off < 0, off / (below or 1.0), off / (above or 1.0))
    return found
