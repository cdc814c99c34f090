"""How the model does on what really happened: scores beside rules that know nothing of it, on the same data.

Real deals are weighed at the rates of their own day and, one by one, with what the others teach. Who signs, at what
rate and for what pledges is asked of the best deal with each partner by itself, in the scenario's own world.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from deals.kit.codes import UNITED_STATES
from deals.kit.errors import InputError, Problem
from deals.kit.given.bounds import NONE_OR_MORE
from deals.kit.given.checked import checked
from deals.model.question import Question, assemble
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.stages import stage
from deals.page.wording import number
from deals.record.figures.backtest import zone_of_agreement
from deals.record.lessons.inequalities import inequalities
from deals.record.lessons.learning import Learned, Lessons
from deals.record.lessons.revenue import REVENUE, WEIGHTS, told_of, weight_of_revenue
from deals.record.lessons.threats import BASELINE
from deals.record.lessons.zone import zone_of
from deals.record.signed.reading_files import read_deals, recorded
from deals.record.signed.real import RATE, RealDeal, problems_of
from deals.record.trial.naive import GUESSES, last_rate, sizes
from deals.record.trial.predicting import Predictions
from deals.record.trial.scoring import Score, of_bands, of_pledges, of_rates, of_who, of_zone, when_signed
from deals.record.trial.structural import Structural
from deals.record.weighing.stated import TARIFF_TO
from deals.record.weighing.worlds import DRAWS
from deals.scenario.scenario import Scenario, scenario_in

DECLARATIONS = frozenset({"declaration_signed", "tech_mou"})
"""What alone makes no deal."""


@dataclass(frozen=True, eq=False, repr=False)
class Backtest(Answer):
    """A scenario against the deals that were signed after its day.

    Attributes
    ----------
    scenario : Scenario
    run_on : date
        The day of this run.
    until : date or None
        What became known later is left out.
    deals, own : mapping of str to RealDeal
        Of the record and of a file of one's own, by partner.
    skipped : mapping of str to str
        Partners of the record that cannot be weighed, and why.
    scores : tuple of Score
    lessons : Lessons
    learned : Learned
        What all of them teach.
    structural : Structural
        How much rests on numbers that became known later and are used all the same.
    """

    scenario: Scenario
    run_on: date
    until: date | None
    draws: int
    deals: Mapping[str, RealDeal]
    own: Mapping[str, RealDeal]
    skipped: Mapping[str, str]
    scores: tuple[Score, ...]
    lessons: Lessons
    learned: Learned
    structural: Structural
    predictions: Predictions
    _zone: pd.DataFrame
    _own_zone: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """One row a score: the model's, an interval, the best of the rules beside it and which, how many cases."""
        rows = [score.row for score in self.scores]
        return pd.DataFrame(rows).set_index("score") if rows else pd.DataFrame()

    @property
    def zone(self) -> pd.DataFrame:
        """One row a real deal: what it brings both sides at the rates of its own day, USD bn.

        `inside` as judged; `inside_learned` with what the other deals teach; `inside_by_partner` where the belief in
        the threat is also the partner's own (`believed`, :mod:`deals.record.lessons.threats`); `odds` that both gain
        over drawn worlds and `surprise`, bits; `cost_at_most` a pledged dollar may cost the partner, in cents, and
        `belief_at_least` it must have had in the threat, to sign; `empty` where neither side's worth is told from
        nothing.
        """
        return self._zone.copy()

    @property
    def own_zone(self) -> pd.DataFrame:
        """The same of deals of a file of one's own."""
        return self._own_zone.copy()

    @property
    def by_vintage(self) -> pd.DataFrame:
        """Deals inside the zone by the half-year of signing."""
        half = [f"{deal.signed.year}H{1 + (deal.signed.month > 6)}" for deal in self.deals.values()]
        grouped = self._zone.assign(vintage=half).groupby("vintage")[["inside", "inside_learned"]]
        return grouped.sum().assign(deals=grouped.size())

    @property
    def sentence(self) -> str:
        """The result in a sentence."""
        inside, learned = (int(self._zone[column].sum()) for column in ("inside", "inside_learned"))
        who = next((score for score in self.scores if score.name == "who_auc"), None)
        told = f"; it ranks signers at {number(who.model)}, {who.best_naive}" if who else ""
        return (
            f"{len(self._zone)} real deals after {self.scenario.world_date:%d %B %Y}: {inside} inside the zone of "
            f"agreement as judged, {learned} with what the others teach{told}"
        )

    def chart(self) -> Chart:
        """What each real deal brings both sides, as judged and with what the others teach."""
        return zone_of_agreement(self._zone)

    @cached_property
    def record(self) -> dict[str, Any]:
        """The result as plain data, for a file."""
        return {
            "scenario": self.scenario.name,
            "world_date": self.scenario.world_date.isoformat(),
            "knowledge": self.scenario.knowledge,
            "run_on": self.run_on.isoformat(),
            "until": None if self.until is None else self.until.isoformat(),
            "draws": self.draws,
            "scores": [score.record for score in self.scores],
            "structural": {
                "columns": list(self.structural.columns),
                "sentence": self.structural.sentence,
                "answers": [_plain(row) for row in self.structural.table.to_dict("records")],
            },
            "learned": self.learned.table.rename_axis("name").reset_index().to_dict("records"),
            "deals": [*_rows(self._own_zone, "file"), *_rows(self._zone, "record")],
            "skipped": dict(self.skipped),
            "by_vintage": self.by_vintage.reset_index().to_dict("records"),
        }


@checked(draws=NONE_OR_MORE, seed=NONE_OR_MORE, granted=NONE_OR_MORE)
@stage("weighing real deals")
def backtest(
    scenario: Scenario,
    file: str | Path | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    until: date | None = None,
    granted: Mapping[str, float] | None = None,
) -> Backtest:
    """Score a scenario against what was signed after its day.

    Parameters
    ----------
    scenario : Scenario
    file : path, optional
        Deals of one's own, a row a term (`deals.record.signed.reading_files.COLUMNS`): weighed one by one with what the
        record teaches, that of the same partner left out. Scores stay those of the record.
    draws : int
        Drawn worlds.
    seed : int
    until : date, optional
        What became known later is left out.
    granted : mapping, optional
        Thousand H100e that deals of a plan grant, by partner: scored against licences on record.

    Raises
    ------
    InputError
        All that is wrong with the file, at once; or no deal at all.
    """
    base = assemble(scenario_in(scenario))
    found, skipped = _on_record(base, until)
    own, left = _own(base, scenario, file)
    lines = inequalities(base, found)
    lessons = Lessons.of(lines)
    predictions = Predictions.of(base, base.codes, draws, seed=seed)
    zone = zone_of(base, found, lines, lessons, draws, seed, until)
    rates = _rates(base, found, predictions)
    agreed, modelled = told_of(*rates)
    revenue = None if agreed.empty else weight_of_revenue(agreed["agreed"], modelled)
    return Backtest(
        scenario=scenario,
        run_on=date.today(),
        until=until,
        draws=draws,
        deals=found,
        own=own,
        skipped={**skipped, **left},
        scores=_scores(base, found, lessons, predictions, zone, rates, granted),
        lessons=lessons,
        learned=replace(lessons.learned(), revenue=revenue),
        structural=Structural.of(base, found),
        predictions=predictions,
        _zone=zone,
        _own_zone=zone_of(base, own, inequalities(base, own), lessons, draws, seed, until) if own else zone.head(0),
    )


def check_deals(scenario: Scenario, file: str | Path | None, until: date | None) -> None:
    """Check that there are deals to score against, before anything long is begun; arguments as for :func:`backtest`.

    Raises
    ------
    InputError
        As :func:`backtest`.
    """
    base = assemble(scenario)
    _on_record(base, until)
    _own(base, scenario, file)


def _on_record(base: Question, until: date | None) -> tuple[dict[str, RealDeal], dict[str, str]]:
    """Deals on record that can be weighed, and why the others cannot."""
    day = base.scenario.world_date
    found, skipped = _kept(base, recorded(until, day))
    if not found:
        told = f"no deal after {day:%d %B %Y} that can be weighed is on record"
        raise InputError(Problem("", "until", until, told, "take a later day, or an earlier world date"))
    return found, skipped


def _own(base: Question, scenario: Scenario, file: str | Path | None) -> tuple[dict[str, RealDeal], dict[str, str]]:
    """Deals of a file that can be weighed, and why the others cannot."""
    if file is None:
        return {}, {}
    deals = read_deals(file, {i.name: i.unit for i in base.world.instruments})
    terms = [term for deal in deals.values() for term in (*deal.terms, *deal.beside)]
    known = {*base.world.countries.index, *base.codes, UNITED_STATES}
    if problems := problems_of(terms, known):
        raise InputError(problems)
    kept, skipped = _kept(base, deals)
    early = {code: deal for code, deal in kept.items() if deal.signed <= scenario.world_date}
    told = {
        code: f"agreed on {deal.signed:%d %B %Y}, and so known on the scenario's day" for code, deal in early.items()
    }
    return {code: deal for code, deal in kept.items() if code not in early}, {**skipped, **told}


def _kept(base: Question, everyone: Mapping[str, RealDeal]) -> tuple[dict[str, RealDeal], dict[str, str]]:
    """Deals that can be weighed, in order of signing, and why the others cannot."""
    kept, skipped = {}, {}
    for code, deal in everyone.items():
        if all(term.name in DECLARATIONS for term in deal.terms):
            skipped[code] = "a declaration alone is no deal"
        elif code not in base.codes:
            skipped[code] = "no partner of this scenario"
        else:
            kept[code] = deal
    return dict(sorted(kept.items(), key=lambda pair: (pair[1].signed, pair[0]))), skipped


def _scores(
    base: Question,
    found: Mapping[str, RealDeal],
    lessons: Lessons,
    predictions: Predictions,
    zone: pd.DataFrame,
    rates: tuple[pd.DataFrame, pd.DataFrame],
    granted: Mapping[str, float] | None,
) -> tuple[Score, ...]:
    partners = predictions.partners
    signed = np.array([code in found for code in partners])
    beside = sizes(base, partners)
    scores = [*of_zone(zone), *of_who(predictions.gain, beside, signed)]
    order = [code for code in partners if code in found]
    per_team = predictions.gain / np.array([base.talks[code].teams * base.talks[code].quarters for code in partners])
    chosen = np.array([partners.index(code) for code in order], dtype=int)
    if len(order) > 1:
        days = np.array([found[code].signed.toordinal() for code in order], dtype=np.float64)
        scores.append(when_signed(per_team[chosen], beside["imports"][chosen], days))
    scores += of_rates(*rates)
    packages = {line.partner: line.stated for line in lessons.lines}
    scores += of_pledges(packages, predictions, _learned_predictions(base, lessons))
    scores += of_bands(packages, predictions)
    if granted is not None:
        scores.append(_chips_without_licence(found, granted))
    return tuple(scores)


def _learned_predictions(base: Question, lessons: Lessons) -> dict[str, Predictions]:
    """Of each deal, what is predicted of it with what the other deals teach; like lessons are asked once."""
    asked: dict[tuple[float, ...], tuple[Learned, list[str]]] = {}
    for line in lessons.lines:
        taught = lessons.learned({line.partner})
        asked.setdefault(tuple(taught.central.values()), (taught, []))[1].append(line.partner)
    found: dict[str, Predictions] = {}
    for taught, codes in asked.values():
        again = Predictions.of(base, codes, 0, changes=taught.settings, factors=taught.factors)
        found |= dict.fromkeys(codes, again)
    return found


def _rates(
    base: Question, found: Mapping[str, RealDeal], predictions: Predictions
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rates agreed where more than the baseline was announced, beside plain guesses, and as said at each weight."""
    rows = {}
    for code, deal in found.items():
        name = f"tariff.announced.{code}"
        agreed = next((term.quantity for term in deal.terms if term.name == RATE), None)
        if agreed is not None and name in base.world.parameters and base.world.value(name) > BASELINE:
            guesses = {f"{guess:g}% for all": guess for guess in GUESSES}
            said = predictions.central(code, TARIFF_TO)
            rows[code] = {"agreed": agreed, "as judged": said, "last rate": last_rate(deal), **guesses}
    weighed = {}
    for weight in WEIGHTS if rows else ():
        made = Predictions.of(base, list(rows), 0, changes={REVENUE: weight})
        weighed[weight] = [made.central(code, TARIFF_TO) for code in rows]
    return pd.DataFrame.from_dict(rows, orient="index"), pd.DataFrame(weighed, index=list(rows))


def _chips_without_licence(found: Mapping[str, RealDeal], granted: Mapping[str, float]) -> Score:
    licensed = {
        code
        for code, deal in found.items()
        for term in (*deal.terms, *deal.beside)
        if term.name.startswith(("chip_export", "actual_shipments"))
    }
    without = sorted(code for code, amount in granted.items() if amount > 0 and code not in licensed)
    what = "partners whose deal in the plan grants chips, and of whom no licence is on record"
    return Score("chips_without_licence", what, float(len(without)), cases=len(granted), lower_is_better=True)


def _rows(zone: pd.DataFrame, of: str) -> list[dict[str, Any]]:
    return [{"of": of, **_plain(row)} for row in zone.rename_axis("partner").reset_index().to_dict("records")]


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row that JSON can hold: days as text, what is not a number left out."""
    found: dict[str, Any] = {}
    for name, cell in row.items():
        if isinstance(cell, date):
            found[name] = cell.isoformat()
        elif isinstance(cell, float) and not np.isfinite(cell):
            found[name] = None
        else:
            found[name] = cell.item() if isinstance(cell, np.generic) else cell
    return found
