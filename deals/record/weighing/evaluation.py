"""A package of one's own, weighed for both sides: term by term, whether each would sign, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from deals.kit.given.bounds import NONE_OR_MORE
from deals.kit.given.checked import checked
from deals.model.question import Question, assemble
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.document import Document, html, markdown
from deals.page.wording import money, percent
from deals.record.figures.evaluation import two_sides
from deals.record.weighing.card import evaluation_page, gains
from deals.record.weighing.nearest import both_gain, nearest
from deals.record.weighing.stated import TARIFF_TO, Stated, stated
from deals.record.weighing.worlds import DRAWS, Weighing
from deals.scenario.scenario import Scenario, scenario_in
from deals.uncertainty.acceptance.packages import DISPLACED, POLITICS, REFUSING, Weighed
from deals.world.instrument import CHIPS, STANDARD
from optimizer import Flags, Floats

LABELS = {
    CHIPS: "Chips",
    DISPLACED: "Sales at home that chips displace",
    STANDARD: "Security standard",
    POLITICS: "What a deal costs the government",
    REFUSING: "What refusing would bring",
    TARIFF_TO: "Country rate",
    "talks": "Talks",
}
"""What a reader sees of parts that are no instrument, or are named otherwise in a package."""
LOW, HIGH = 0.1, 0.9
SAME = 1e-6
"""Amounts that differ by less are one."""


@dataclass(frozen=True, eq=False, repr=False)
class Evaluation(Answer):
    """A package weighed in the world as judged and in drawn ones.

    Attributes
    ----------
    stated : Stated
        The package.
    worth : Weighed
        Of both sides, an element a world; the first is the world as judged.
    alone : array
        What the United States would have of the partner without a deal, by its best rate alone, USD bn.
    """

    stated: Stated
    worth: Weighed
    alone: Floats
    weighing: Weighing

    @property
    def partner(self) -> str:
        """Code of the partner."""
        return self.stated.partner

    @property
    def name(self) -> str:
        """The partner, in words."""
        return self.stated.name

    @cached_property
    def us_worlds(self) -> Floats:
        """What the package brings the United States over no deal, talks paid, an element a world: USD bn."""
        worlds: Floats = self.worth.us - self.worth.talks
        return worlds

    @property
    def us(self) -> float:
        """The same in the world as judged."""
        return float(self.us_worlds[0])

    @property
    def partner_gain(self) -> float:
        """What the package brings the partner over refusing, in the world as judged: USD bn."""
        return float(self.worth.partner[0])

    @property
    def us_signs(self) -> bool:
        """Whether the United States is no worse off than with no deal, in the world as judged."""
        return self.us >= 0

    @property
    def partner_signs(self) -> bool:
        """Whether the partner is no worse off than if it refused, in the world as judged."""
        return bool(self.worth.accepted[0])

    @property
    def inside(self) -> bool:
        """Whether both would sign: the package is inside the zone of agreement."""
        return both_gain(self.worth)

    @cached_property
    def _both(self) -> Flags:
        return self.worth.accepted & (self.us_worlds >= 0)

    @property
    def draws(self) -> int:
        """Drawn worlds beside the one as judged."""
        return len(self._both) - 1

    @property
    def odds(self) -> float:
        """Share of drawn worlds in which both sides would sign; NaN where none were drawn."""
        return float(np.mean(self._both[1:])) if self.draws else float("nan")

    @property
    def odds_of_partner(self) -> float:
        """Share of drawn worlds in which the partner would sign."""
        return float(np.mean(self.worth.accepted[1:])) if self.draws else float("nan")

    @property
    def missing(self) -> Mapping[str, float]:
        """USD bn that each side lacks in the world as judged to be as well off as with no deal; who lacks none is out.

        Where talks on trade and on chips are not linked, the partner lacks what its worse track lacks.
        """
        partner = min(self.partner_gain, *(float(track[0]) for track in self.worth.tracks), 0.0)
        sides = {"us": min(self.us, 0.0), "partner": 0.0 if self.partner_signs else partner}
        return {side: -gain for side, gain in sides.items() if gain < 0}

    @cached_property
    def nearest(self) -> "Evaluation | None":
        """The nearest package that both would sign, in the world as judged; None where the model finds none."""
        if self.inside:
            return self
        found = nearest(self.weighing, self.stated)
        return None if found is None else _evaluated(self.weighing, found)

    @property
    def changes(self) -> pd.DataFrame:
        """What the nearest package that both would sign changes: amount stated and amount there, by instrument."""
        here, there = self.stated.amounts, (self.nearest.stated.amounts if self.nearest else {})
        names = [
            n
            for n in {**here, **there}
            if abs(here.get(n, 0.0) - there.get(n, 0.0)) > SAME or (n in here) != (n in there)
        ]
        rows = {self.label(n): (here.get(n), there.get(n), self.unit(n)) for n in names} if self.nearest else {}
        return pd.DataFrame.from_dict(rows, orient="index", columns=["stated", "nearest", "unit"])

    def label(self, name: str) -> str:
        """An instrument, or what else counts, in words."""
        instrument = self._instruments.get(name)
        return LABELS.get(name) or (instrument.label if instrument else name)

    def unit(self, name: str) -> str:
        """The unit of an instrument's amounts."""
        if name == TARIFF_TO:
            return "percent"
        instrument = self._instruments.get(name)
        return instrument.unit if instrument else ""

    @cached_property
    def _instruments(self) -> dict[str, Any]:
        return {i.name: i for i in self.weighing.base.world.instruments}

    @cached_property
    def _table(self) -> pd.DataFrame:
        nothing = np.zeros(len(self.worth.talks))
        parts = [(p.name, p.us, p.partner) for p in self.worth.parts]
        parts.append(("talks", -self.worth.talks, nothing))
        rows = {}
        for name, us, partner in parts:
            said = TARIFF_TO if name == "tariff_relief" else name
            if said not in self.stated.amounts and not us.any() and not partner.any():
                continue
            amount = self.stated.amounts.get(said, float(self.stated.standard) if name == STANDARD else np.nan)
            rows[said] = [self.label(said), amount, self.unit(said), *self._numbers(us, partner)]
        for said, amount in self.stated.amounts.items():
            if said not in rows:
                rows[said] = [self.label(said), amount, self.unit(said), *self._numbers(nothing, nothing)]
        rows["total"] = ["All together", np.nan, "", *self._numbers(self.us_worlds, self.worth.partner)]
        columns = ["label", "amount", "unit", "us", "us_low", "us_high", "partner", "partner_low", "partner_high"]
        return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("term")

    def _numbers(self, us: Floats, partner: Floats) -> list[float]:
        found = []
        for worlds in (us, partner):
            band = np.quantile(worlds[1:], [LOW, HIGH]).tolist() if self.draws else [np.nan, np.nan]
            found += [_plain(x) for x in (float(worlds[0]), *band)]
        return found

    @property
    def table(self) -> pd.DataFrame:
        """Term by term and together: amount and unit, worth to the United States and to the partner, USD bn.

        `us`, `partner` in the world as judged; `_low` and `_high` leave out a tenth of drawn worlds at each end. The
        partner's worth is over refusing, that of the United States over no deal.
        """
        return self._table.copy()

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be known to read the numbers."""
        return self.stated.notes

    @property
    def verdict(self) -> str:
        """Who would sign, in words."""
        if self.inside:
            return f"{self.name} and the United States would both sign"
        who = {"us": "the United States", "partner": self.name}
        lacking = [f"{who[side]} would not sign, for {money(usd)} is missing" for side, usd in self.missing.items()]
        return " and ".join(lacking)

    @property
    def sentence(self) -> str:
        """The evaluation in a sentence."""
        odds = f"; both gain in {percent(self.odds)} of {self.draws} drawn worlds" if self.draws else ""
        return (
            f"{self.name}, signed {self.stated.signed.label}: {money(self.us, sign=True)} to the United States and "
            f"{money(self.partner_gain, sign=True)} to {self.name}; {self.verdict}{odds}"
        )

    def chart(self) -> Chart:
        """What each term is worth to each side."""
        return two_sides(self._table, self.name, self.page.title)

    @cached_property
    def page(self) -> Document:
        """The evaluation as a page."""
        asked = self.weighing.base.scenario
        return evaluation_page(
            above=f"{asked.title}. A package of one's own with {self.name}, signed {self.stated.signed.label}",
            title=self.verdict[0].upper() + self.verdict[1:],
            facts=gains(self.name, self.us, self.partner_gain, self.odds, self.draws, float(self.alone[0])),
            table=self._table,
            notes=self.notes,
            changes=self.changes if self.nearest is not None else None,
            after=self._after,
        )

    @property
    def _after(self) -> str:
        if self.inside:
            return ""
        if self.nearest is None:
            return "None was found: no rate and no amounts of what is on the table leave both sides a gain."
        there = self.nearest
        return (
            f"It brings the United States {money(there.us)} and {self.name} {money(there.partner_gain)}; of all that "
            "both would sign it changes least."
        )

    def markdown(self) -> str:
        """The page in Markdown."""
        return markdown(self.page)

    def _repr_html_(self) -> str:
        return str(html(self.page))


@checked(draws=NONE_OR_MORE, seed=NONE_OR_MORE)
def evaluate(
    scenario: Scenario,
    partner: str,
    terms: Mapping[str, Any],
    *,
    signed: str | None = None,
    standard: bool | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Evaluation:
    """Weigh any package with any partner for both sides, nobody else's deals given.

    Parameters
    ----------
    scenario : Scenario
    partner : str
        Any of its names, or its ISO code; EUU for the European Union.
    terms : mapping
        Amounts by instrument of ``instruments.csv`` in its unit, and `tariff_to` in percent: ``{"investment": 550,
        "tariff_to": 15}``. A pledge may be a pair of the total and over how many years; `chip_access` may be a mapping
        of years to thousand H100e.
    signed : str, optional
        Quarter of signing, ``"2026Q1"``; else the first in which talks can be over.
    standard : bool, optional
        Whether the country adopts the security standard.
    draws : int
        Drawn worlds that the odds are told in; none with 0.
    seed : int

    Raises
    ------
    UnknownNameError
        No such partner.
    InputError
        All that is wrong with the terms, at once.
    """
    return evaluated(
        assemble(scenario_in(scenario)), partner, terms, signed=signed, standard=standard, draws=draws, seed=seed
    )


def evaluated(
    base: Question,
    partner: str,
    terms: Mapping[str, Any],
    *,
    signed: str | None = None,
    standard: bool | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    sold: Mapping[int, float] | None = None,
) -> Evaluation:
    """The same of a question already assembled; `sold` are chips that others get, by period (thousand H100e)."""
    package = stated(base, partner, terms, signed=signed, standard=standard)
    return _evaluated(Weighing.of(base, [package.partner], draws, seed=seed, sold=sold), package)


def _evaluated(weighing: Weighing, package: Stated) -> Evaluation:
    return Evaluation(package, weighing.weigh(package).in_money, weighing.alone(package.partner), weighing)


def _plain(number: float) -> float:
    """A number without a negative nothing."""
    return 0.0 if abs(number) < 1e-9 else number
