"""Forecasts of who signs, at what rate, for what pledges and chips, beside rules that know less: made to be frozen.

What they rest on is counted from the record or computed by the model, see :mod:`deals.record.outlook`: nothing of them
is typed in but what `nobody` says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from deals.comparison.ruling import RULING
from deals.kit.errors import InputError, Problem
from deals.model.question import Question, assemble
from deals.record.outlook.amounts import Licences, changes_of_rates, level_of_pledges, mixture, pledges
from deals.record.outlook.forecasts import FORECAST, NUMBERS, QUANTILES, SIGNED, UNITS
from deals.record.outlook.on_record import OnRecord
from deals.record.outlook.signing import Logit, Pace, Signing, months
from deals.record.signed.rates import rates_on
from deals.record.trial import scores
from deals.record.trial.predicting import Predictions
from deals.record.weighing.worlds import DRAWS
from deals.scenario.scenario import Scenario, load
from deals.world.instrument import CHIPS
from optimizer import Flags, Floats

EARLIER = "leverage-2025"
"""The scenario whose deals are on record: forecasts are fitted on it."""
MODEL, NOBODY, IMPORTS, LAST_RATE = "model", "nobody", "imports", "last rate"
SELDOM = 0.01
"""The chance that `nobody` gives everybody."""
DAYS = 3
"""Ends of quarters that are asked about."""
NOTHING = np.zeros(1)


@dataclass(frozen=True, eq=False)
class _Basis:
    """All that forecasts are made from.

    Attributes
    ----------
    made_on : date
    days : list of date
        Asked about.
    record : OnRecord
    predictions : Predictions
        Of the scenario asked about.
    partners : list of str
        Who has signed nothing.
    columns : array
        What is known of them, a row a partner.
    framework : array of bool
        Whether each has one on record.
    model, imports : Signing
        The hazard by gain and imports, and by imports alone.
    level : float
        What is predicted of pledges over what was pledged.
    licences : Licences
    """

    made_on: date
    days: list[date]
    record: OnRecord
    predictions: Predictions
    partners: list[str]
    columns: Floats
    framework: Flags
    model: Signing
    imports: Signing
    level: float
    licences: Licences

    @property
    def signs(self) -> dict[str, float]:
        """By partner, the chance to sign by the last day."""
        chances = self.model.chances(self.columns, self.framework, self.days[-1])
        return dict(zip(self.partners, chances.tolist(), strict=True))


def forecast(scenario: Scenario, made_on: date, draws: int = DRAWS, seed: int = 0) -> pd.DataFrame:
    """Forecasts for every partner of a scenario that has signed nothing by the day they are made on.

    Signed by the ends of the next three quarters; and by the last of them, the country rate in force, what was pledged
    in signed texts, and the chips licensed by what was announced since `made_on`.

    Parameters
    ----------
    scenario : Scenario
        Of a day after the ruling on country tariffs, and not after `made_on`.
    made_on : date
        What became known later is left out.
    draws : int
        Drawn worlds.
    seed : int

    Returns
    -------
    DataFrame
        As :func:`deals.record.outlook.forecasts.read_forecasts` gives it: by question, forecaster, partner and day.

    Raises
    ------
    InputError
        If the scenario is of another time; all that is wrong with the tables of deals and rates, at once.
    """
    base = assemble(scenario)
    if problems := _problems(base, made_on):
        raise InputError(problems)
    basis = _basis(base, made_on, draws, seed)
    rows = [*_signed(basis), *_rates(basis), *_pledges(basis), *_chips(basis)]
    frame = pd.DataFrame(rows, columns=list(FORECAST))
    numbers = {name: frame[name].astype(np.float64) for name in NUMBERS if name in FORECAST}
    texts = {name: frame[name].astype(str) for name in FORECAST if name not in (*numbers, "resolves_on")}
    days = pd.to_datetime(frame["resolves_on"]).astype("datetime64[s]")
    return frame.assign(**texts, **numbers, resolves_on=days)


def looking_back(made_on: date, draws: int = DRAWS, seed: int = 0) -> "pd.Series[float]":
    """Brier scores of who had signed by the last day on record, each partner's chance fitted on the others alone.

    By forecaster, the best first; as :func:`forecast`.
    """
    record = OnRecord.on(made_on)
    base = assemble(load(EARLIER))
    partners = _open(record, base)
    columns = _columns(base, Predictions.of(base, base.codes, draws, seed=seed), partners)
    happened = np.array([code in record.signed for code in partners])
    said = {
        MODEL: Logit.left_out(columns, happened),
        IMPORTS: Logit.left_out(columns[:, 1:], happened),
        NOBODY: np.full(len(partners), SELDOM),
    }
    return pd.Series({name: scores.brier(chances, happened) for name, chances in said.items()}).sort_values()


def _problems(base: Question, made_on: date) -> list[Problem]:
    """What is wrong with the days."""
    day, ruling = base.scenario.world_date, base.world.rule_dates.get(RULING)
    if made_on < day:
        fix = f"forecast on {day} or later"
        return [Problem("", "made_on", made_on.isoformat(), "before the day of the scenario", fix)]
    if ruling is None or day <= ruling:
        fix = "take a scenario of a day after the ruling, such as leverage-2026"
        return [Problem("", "scenario", base.scenario.name, "of a day before the ruling on country tariffs", fix)]
    return []


def _days(made_on: date) -> list[date]:
    """The ends of the quarters that end next."""
    ends = pd.date_range(pd.Timestamp(made_on) + timedelta(days=1), periods=DAYS, freq="QE")
    return [end.date() for end in ends]


def _open(record: OnRecord, base: Question) -> list[str]:
    """Partners that had signed nothing on the day of a scenario."""
    return [code for code in base.codes if record.signed.get(code, date.max) > base.scenario.world_date]


def _columns(base: Question, predictions: Predictions, partners: list[str]) -> Floats:
    """Log of 1 and expected gain, and of 1 and imports, both USD m, against all partners of the scenario."""
    imports = np.array([base.economies[code].us_imports for code in predictions.partners])
    million = np.log1p(1000 * np.column_stack([np.maximum(0.0, predictions.gain), imports]))
    standard = (million - million.mean(axis=0)) / million.std(axis=0)
    chosen: Floats = standard[[predictions.partners.index(code) for code in partners]]
    return chosen


def _basis(base: Question, made_on: date, draws: int, seed: int) -> _Basis:
    """Fit on the earlier scenario, apply to the one asked about."""
    record, past = OnRecord.on(made_on), assemble(load(EARLIER))
    earlier, now = (Predictions.of(each, each.codes, draws, seed=seed) for each in (past, base))
    start, signers = past.scenario.world_date, _open(record, past)
    columns, partners = _columns(past, earlier, signers), _open(record, base)
    pace = Pace.of(record, signers, start, base.world.rule_dates[RULING])
    return _Basis(
        made_on=made_on,
        days=_days(made_on),
        record=record,
        predictions=now,
        partners=partners,
        columns=_columns(base, now, partners),
        framework=np.array([code in record.frameworks for code in partners]),
        model=Signing.fitted(record, pace, signers, columns, by_framework=True),
        imports=Signing.fitted(record, pace, signers, columns[:, 1:], by_framework=False),
        level=level_of_pledges(past, earlier, made_on),
        licences=Licences.of(record, [code for code in signers if _by_licence(earlier, code)], start),
    )


def _by_licence(predictions: Predictions, code: str) -> bool:
    """Whether chips flow to a partner by licence only."""
    return CHIPS in predictions.solo[code].amounts


def _signed(basis: _Basis) -> Iterator[dict[str, Any]]:
    """Chances to sign by each day."""
    rules = {MODEL: (basis.model, basis.columns), IMPORTS: (basis.imports, basis.columns[:, 1:])}
    for forecaster, (rule, known) in rules.items():
        hazards = rule.monthly(known)
        said = {day: rule.chances(known, basis.framework, day) for day in basis.days}
        for row, code in enumerate(basis.partners):
            reason = _why_signed(forecaster, rule, float(hazards[row]), bool(basis.framework[row]))
            for day in basis.days:
                yield _row(forecaster, code, SIGNED, day, [float(said[day][row])], reason)
    for code in basis.partners:
        for day in basis.days:
            yield _row(NOBODY, code, SIGNED, day, [SELDOM], "the same for all: hardly anybody signs")


def _why_signed(forecaster: str, rule: Signing, hazard: float, framework: bool) -> str:
    pace = rule.pace
    on = "log gain and log imports" if forecaster == MODEL else "log imports"
    factor = rule.framework if framework else rule.none
    state = f" x {factor:.2f} {'with' if framework else 'without'} a framework" if forecaster == MODEL else ""
    slower = f"x {pace.slower:.2f} since the ruling ({pace.before} texts before and {pace.since} since)"
    fitted = f"logit of signed texts on {on}: hazard {hazard:.2g} a month"
    return f"{fitted}{state} {slower}, counted from {pace.last}, the last day on record"


def _rates(basis: _Basis) -> Iterator[dict[str, Any]]:
    """The country rate in force on the last day."""
    day, known, signs = basis.days[-1], rates_on(basis.made_on), basis.signs
    span = (day - basis.made_on).days
    changes = changes_of_rates(span, basis.made_on)
    now = {code: rate for (code, measure), rate in known.items() if measure == "in_force" and rate in changes}
    ahead = {rate: np.maximum(0.0, rate + change) for rate, change in changes.items()}
    left = np.concatenate([ahead[now[code]] for code in basis.record.signed if code in now])
    for code in basis.partners:
        if code not in now:
            continue
        change = f"{now[code]:g} in force, changed as rates of partners at it changed over {span} days"
        reason = f"{change}; with chance {signs[code]:.2g} to sign the same from the rates that deals have left"
        parts = [(1 - signs[code], ahead[now[code]]), (signs[code], left)]
        yield _row(MODEL, code, "rate", day, mixture(parts), reason)
        yield _row(LAST_RATE, code, "rate", day, mixture([(1.0, ahead[now[code]])]), change)


def _pledges(basis: _Basis) -> Iterator[dict[str, Any]]:
    """Investment and purchases pledged in signed texts by the last day."""
    day, signs = basis.days[-1], basis.signs
    for code in basis.partners:
        agreed = pledges(basis.predictions.solo[code], basis.level)
        best = f"investment and purchases of the best deal in drawn worlds, over {basis.level:.2f}"
        reason = f"with chance {signs[code]:.2g} to sign: {best} (of earlier deals, predicted over pledged)"
        yield _row(MODEL, code, "pledges", day, mixture([(1 - signs[code], NOTHING), (signs[code], agreed)]), reason)
        yield _row(NOBODY, code, "pledges", day, mixture([(1.0, NOTHING)]), "nobody signs")


def _chips(basis: _Basis) -> Iterator[dict[str, Any]]:
    """Chips licensed by what is announced until the last day, to those whom they reach by licence only."""
    day, signs, licences = basis.days[-1], basis.signs, basis.licences
    amounts = np.array(licences.amounts)
    for code in basis.partners:
        if not _by_licence(basis.predictions, code):
            continue
        before = code in basis.record.licences
        chance = licences.chance(signs[code], before, months(basis.made_on, day))
        often, state = (licences.again, "after") if before else (licences.first, "without")
        deal = f"{signs[code]:.2g} to sign x {licences.with_chips:.2g} of deals with chips"
        counted = f"{often:.2g} licences a month {state} an earlier one, and {deal}"
        reason = f"{counted}: with chance {chance:.2g} an amount on record"
        yield _row(MODEL, code, "chips", day, mixture([(1 - chance, NOTHING), (chance, amounts)]), reason)
        yield _row(NOBODY, code, "chips", day, mixture([(1.0, NOTHING)]), "nobody is licensed any")


def _row(forecaster: str, partner: str, question: str, day: date, numbers: list[float], reason: str) -> dict[str, Any]:
    """One forecast: a chance, or quantiles."""
    names, digits = (["probability"], 4) if question == SIGNED else (list(QUANTILES), 2)
    said = dict(zip(names, (round(number, digits) for number in numbers), strict=True))
    told = {"forecaster": forecaster, "partner": partner, "question": question, "resolves_on": day}
    return {**told, "unit": UNITS[question], **said, "reason": reason}
