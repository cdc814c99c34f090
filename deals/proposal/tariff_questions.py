"""What tariffs are worth in a scenario's world, asked apart from any deal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from deals.kit.errors import InputError, Problem
from deals.kit.given.bounds import NONE_OR_MORE
from deals.kit.given.checked import checked
from deals.page.answer import Answer, Tabled
from deals.page.chart import Chart
from deals.page.dots import dots
from deals.page.wording import in_a_sentence, listed, rate
from deals.scenario.scenario import Scenario, scenario_in
from deals.trade import ByLevel, ByRegion, Retaliation, TradeModel, answer, by_level, cut, effects, joint, model_of
from deals.world.naming.economies import code_or_same

SHOWN = 16
"""Partners on the first look: those from which the United States buys most goods."""
GRID = tuple(2.5 * step for step in range(21))
"""Levels on the first look, percent: 0 to 50."""
NAMED = 4
"""Of them, those named in a sentence."""
FLOOR = "tariff.floor"
ASKED_AT = 20.0
"""Rate at which answers in kind are asked after where none is named, percent."""


@dataclass(frozen=True, eq=False, repr=False)
class Tariffs(Answer):
    """Tariffs of the United States in a scenario's world, on its date.

    Who bears a tariff is the widest judgement: gains of the United States lie between the two ends, sellers in general
    equilibrium and buyers at fixed prices, mixed by ``tariff.pass_through``.

    Attributes
    ----------
    scenario : Scenario
    model : TradeModel
        The world's trade; its own functions in :mod:`deals.trade` answer more.

    Examples
    --------
    >>> tariffs = deals.tariffs(deals.load("leverage-2025"))  # doctest: +SKIP
    >>> tariffs["VNM"].chart()  # what a rate is worth to whom, by level  # doctest: +SKIP
    >>> tariffs.under({"VNM": 20, "JPN": 15}).chart()  # what a list of rates does to every region  # doctest: +SKIP
    """

    scenario: Scenario
    model: TradeModel

    def __getitem__(self, partner: str) -> ByLevel:
        """What a rate on `partner` (any of its names, or its code) is worth to both sides by level, others as in force.

        Raises
        ------
        InputError
            If there is no such partner.
        """
        return by_level(self.model, code_or_same(partner))

    @checked(rates=NONE_OR_MORE)
    def under(self, rates: Mapping[str, float], *, one_by_one: bool = False) -> ByRegion:
        """What a list of country rates (percent, by partner) does to every region, against the rates in force.

        With `one_by_one`, each partner's move by itself too: they do not add up to the whole.

        Raises
        ------
        InputError
            For no rate at all, unknown partners, and rates that are no numbers or below nought.
        """
        if not rates:
            raise InputError(Problem("", "rates", None, "is empty", 'name partners and rates, such as {"VNM": 20}'))
        rates = {code_or_same(partner): percent for partner, percent in rates.items()}
        return effects(self.model, rates) if one_by_one else joint(self.model, rates)

    @checked(at=NONE_OR_MORE)
    def retaliation(self, partners: Iterable[str] | None = None, at: float = ASKED_AT) -> Retaliation:
        """What it costs both sides when a partner answers a rate in kind, each alone; by default the largest partners.

        Raises
        ------
        InputError
            For unknown partners, and a rate that is no number or below nought.
        """
        asked = self.largest if partners is None else map(code_or_same, partners)
        return answer(self.model, list(asked), at)

    @checked()
    def cuts(self, partners: str | Iterable[str], share: float = 1.0, *, mfn: bool = False) -> Tabled:
        """What it brings and costs when partners cut their own tariffs on goods of the United States by a share.

        Preferential, or with `mfn` for all the world: others then share what it brings.
        """
        asked = code_or_same(partners) if isinstance(partners, str) else [code_or_same(code) for code in partners]
        return cut(self.model, asked, share, mfn)

    @cached_property
    def largest(self) -> tuple[str, ...]:
        """The regions from which the United States buys most goods, the largest first."""
        world = self.scenario.world().countries
        bought = {code: float(world["us_goods_imports_usd_bn"].get(code, 0.0)) for code in self.model.partners}
        members = world["eu_member"].astype(bool)
        bought["EUU"] = float(world.loc[members, "us_goods_imports_usd_bn"].sum())
        known = {code: amount for code, amount in bought.items() if amount == amount}
        return tuple(sorted(known, key=lambda code: -known[code])[:SHOWN])

    @cached_property
    def _first_look(self) -> pd.DataFrame:
        rows, floor = {}, self.scenario.world().value(FLOOR)
        for code in self.largest:
            levels = by_level(self.model, code, GRID)
            rows[code] = {
                "name": levels.name,
                **{name.replace(" ", "_"): levels.marks.get(name) for name in ("announced", "in force", "agreed")},
                "best": levels.best_rate(),
                "best_sellers_bear": levels.best_rate(pass_through=0.0),
                "best_buyers_bear": levels.best_rate(pass_through=1.0),
                "best_from_floor": levels.best_rate(floor),
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("partner")

    @property
    def table(self) -> pd.DataFrame:
        """For the largest partners, percent: rates announced, in force, left by a deal; and best for the United States.

        `best` mixes who bears it as judged, `best_sellers_bear` and `best_buyers_bear` are the two ends, and
        `best_from_floor` is the best at or above the declared floor.
        """
        return self._first_look.copy()

    @property
    def sentence(self) -> str:
        """The day, and how far the announced rates stand above those that are best for the United States."""
        look = self._first_look
        above = look[look["announced"] > look["best_sellers_bear"]]
        more = [f"{len(above) - NAMED} more"] if len(above) > NAMED else []
        names = listed([*(in_a_sentence(str(name)) for name in above["name"].head(NAMED)), *more])
        text = f"tariffs of {self.scenario.world_date:%d %B %Y}, {self.model.elasticities} elasticities"
        if above.empty:
            return text
        return (
            f"{text}: of the {len(look)} largest partners {len(above)} were announced more than is best for the United "
            f"States even if sellers bear it all ({names}); a threat of that kind costs whoever carries it out"
        )

    def chart(self) -> Chart:
        """Rates announced and agreed beside those best for the United States, the largest partners first."""
        look = self._first_look.set_index("name")
        shown = {
            "announced": "Announced",
            "agreed": "Left by a deal",
            "best": "Best for the United States, as judged",
        }
        ends = look["best_buyers_bear"].median(), look["best_sellers_bear"].median()
        notes = (
            f"Rates of {self.scenario.world_date:%d %B %Y}. The best rate is one partner's alone, others' in force;",
            f"its median goes from {rate(ends[0])}% where buyers bear a tariff to {rate(ends[1])}% where sellers do.",
            f"The declared floor of {rate(self.scenario.world().value(FLOOR))}% is left out of account here.",
        )
        return dots(
            look[list(shown)].astype(float), shown, "Country rate (percent)", "Rates announced, and best", *notes
        )


def tariffs(scenario: Scenario) -> Tariffs:
    """What tariffs are worth in a scenario's world: by level, by list, with answers in kind; no deal is asked about.

    Raises
    ------
    InputError
        If the data have gaps for that day.
    """
    return Tariffs(scenario_in(scenario), model_of(scenario.world()))
