"""Forecasts against what happened: who was best at what, and whether that is more than chance."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from deals.kit.errors import InputError, Problem, unknown
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import NOISE, listed, number, percent
from deals.record.figures.scores import beside
from deals.record.outlook.forecasts import FORECAST, OUTCOME, PAIR, QUANTILES, SIGNED, UNITS
from deals.record.trial import scores
from optimizer import Floats

LEVEL = 0.8
"""Share of resamples that every interval here holds."""
DRAWS = 1000
SEED = 20261128
"""Of every resampling here, so that an answer is the same in every run."""
IN_LOGARITHMS = frozenset({"pledges", "chips"})
"""Questions scored on log(1 + x), so that the largest partner does not decide alone, and 0 is no trouble."""
SCALES = {
    question: f"log(1 + {unit})" if question in IN_LOGARITHMS else "percentage points" if question == "rate" else unit
    for question, unit in UNITS.items()
}
"""What losses of each question are measured in."""
ENDS = {"coverage_50": ("q25", "q75"), "coverage_80": ("q10", "q90")}


@dataclass(frozen=True, eq=False, repr=False)
class Scores(Answer):
    """Scores of forecasters, question by question, on the same partners and days.

    Attributes
    ----------
    unasked : int
        Outcomes that nobody forecast: mistyped days and partners end here.
    """

    _table: pd.DataFrame
    unasked: int

    @property
    def table(self) -> pd.DataFrame:
        """Index question and forecaster, the best first; less is better in every score.

        `scored`, how many forecasts are; `waiting`, how many have no outcome yet; `dropped`, how many have one but
        are left out, because not every forecaster of the question forecast the same partner and day. Scores, blank
        where not of the question: `brier` and `log` of ``signed``; of the others `pinball` and the
        `mean_absolute_error` of the median, in `scale` (pledges and chips on log(1 + x)), and the share of outcomes
        within the middle half and eight tenths, `coverage_50` and `coverage_80`.

        `low` to `high` is the 80% interval of the headline score, which is `brier` or `pinball`; `behind` how much
        worse it is than the best of the question, `behind_low` to `behind_high` the interval of that difference.
        Intervals are by a bootstrap that draws partners, since questions about one partner go together; what befalls
        all partners at once is not in them. Blank where fewer than two partners are scored.
        """
        return self._table.copy()

    @property
    def waiting(self) -> int:
        """Forecasts that have no outcome yet."""
        return int(self._table["waiting"].sum())

    @property
    def dropped(self) -> int:
        """Forecasts with an outcome that are left out, because not every forecaster of the question made them."""
        return int(self._table["dropped"].sum())

    @property
    def sentence(self) -> str:
        """Who was best at what, and whether by more than chance; and what is not scored."""
        found = [_said(question, part) for question, part in _by_question(self._table)]
        found = [said for said in found if said]
        if self.waiting:
            found.append(f"{_counted(self.waiting, 'forecast')} without an outcome yet")
        if self.dropped:
            found.append(f"{_counted(self.dropped, 'forecast')} left out, as not every forecaster made them")
        if self.unasked:
            found.append(f"{_counted(self.unasked, 'outcome')} that nobody forecast")
        return "; ".join(found)

    def chart(self) -> Chart:
        """Headline scores side by side, with their intervals, a panel a question."""
        return beside(self._table, percent(LEVEL))


def score(forecasts: pd.DataFrame, outcomes: pd.DataFrame) -> Scores:
    """Score forecasts against outcomes.

    A forecast counts where its partner, question and day have an outcome, and every forecaster who took up the
    question forecast it: so scores of a question are of the same things, and can be compared.

    Parameters
    ----------
    forecasts, outcomes : DataFrame
        As :func:`deals.record.outlook.forecasts.read_forecasts` and
        :func:`deals.record.outlook.forecasts.read_outcomes` give them.

    Raises
    ------
    InputError
        If a column is missing, there is no forecast, a question is unknown, days are not times, something is forecast
        twice by the same forecaster, or has two outcomes.
    """
    problems = _problems("forecasts", forecasts, FORECAST, ("forecaster", *PAIR))
    problems += _problems("outcomes", outcomes, OUTCOME, PAIR)
    if forecasts.empty:
        problems.append(Problem("", "forecasts", None, "no forecast in it", "read them from a file that has some"))
    if problems:
        raise InputError(problems)
    pair = list(PAIR)
    joined = forecasts[list(FORECAST)].merge(outcomes[[*pair, "value"]], how="left", on=pair, validate="many_to_one")
    made_by = joined.groupby(pair)["forecaster"].transform("size")
    joined["by_all"] = made_by == joined.groupby("question")["forecaster"].transform("nunique")
    asked = pd.MultiIndex.from_frame(forecasts[pair])
    unasked = ~pd.MultiIndex.from_frame(outcomes[pair]).isin(asked)
    tables = [_scored(question, joined[joined["question"] == question]) for question in UNITS]
    return Scores(pd.concat([table for table in tables if len(table)]), int(unasked.sum()))


def _problems(name: str, frame: pd.DataFrame, columns: tuple[str, ...], key: tuple[str, ...]) -> list[Problem]:
    """What is wrong with a frame that was not read from a file."""
    missing = [column for column in columns if column not in frame]
    if missing:
        return [Problem("", f"{name}.{column}", None, "missing column", "add it") for column in missing]
    found = [
        unknown("question", question, UNITS, field=f"{name}.question")
        for question in sorted(set(frame["question"].astype(str)) - set(UNITS))
    ]
    if not pd.api.types.is_datetime64_any_dtype(frame["resolves_on"]):
        fix = "turn it into times with pandas.to_datetime"
        found.append(Problem("", f"{name}.resolves_on", str(frame["resolves_on"].dtype), "no column of times", fix))
    twice = frame.duplicated(list(key))
    if twice.any():
        first = frame.loc[twice, list(key)].astype(str).iloc[0]
        found.append(Problem("", name, ", ".join(first), "given twice", "keep one"))
    return found


def _scored(question: str, asked: pd.DataFrame) -> pd.DataFrame:
    """The rows of one question, the best forecaster first."""
    rows, losses = {}, {}
    for forecaster, part in asked.groupby("forecaster"):
        known = part["value"].notna()
        kept = part[known & part["by_all"]].sort_values(["partner", "resolves_on"])
        losses[forecaster] = _losses(question, kept)
        rows[question, forecaster] = {
            "scored": len(kept),
            "waiting": int((~known).sum()),
            "dropped": int(known.sum()) - len(kept),
            "scale": SCALES[question],
            **_scores(question, kept),
        }
    if not rows:
        return pd.DataFrame()
    headline = {forecaster: float(loss.mean()) if len(loss) else np.nan for forecaster, loss in losses.items()}
    best = min(headline, key=lambda forecaster: headline[forecaster])
    partners = kept["partner"].to_numpy()
    for forecaster, loss in losses.items():
        low, high = _interval(partners, loss)
        behind_low, behind_high = _interval(partners, loss - losses[best])
        rows[question, forecaster] |= {
            "low": low,
            "high": high,
            "behind": headline[forecaster] - headline[best],
            "behind_low": behind_low,
            "behind_high": behind_high,
        }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis(["question", "forecaster"])
    return table.sort_values("behind", kind="stable")


def _losses(question: str, kept: pd.DataFrame) -> Floats:
    """What each forecast loses: the headline score is the mean of them."""
    if question == SIGNED:
        losses: Floats = (kept["probability"].to_numpy() - kept["value"].to_numpy()) ** 2
        return losses
    said, real = _on_scale(question, kept)
    return scores.pinball_losses({QUANTILES[name]: values for name, values in said.items()}, real)


def _scores(question: str, kept: pd.DataFrame) -> dict[str, float]:
    blank = dict.fromkeys(("brier", "log", "pinball", *ENDS, "mean_absolute_error"), float("nan"))
    if question == SIGNED:
        said, happened = kept["probability"].to_numpy(), kept["value"].to_numpy()
        return blank | {"brier": scores.brier(said, happened), "log": scores.log_score(said, happened)}
    quantiles, real = _on_scale(question, kept)
    return blank | {
        "pinball": scores.pinball({QUANTILES[name]: values for name, values in quantiles.items()}, real),
        **{name: scores.coverage(quantiles[low], quantiles[high], real) for name, (low, high) in ENDS.items()},
        "mean_absolute_error": scores.mean_absolute_error(quantiles["q50"], real),
    }


def _on_scale(question: str, kept: pd.DataFrame) -> tuple[dict[str, Floats], Floats]:
    """Quantiles and outcomes on the scale they are scored on; quantiles stay quantiles, as a logarithm only rises."""
    numbers = {name: kept[name].to_numpy(dtype=np.float64) for name in (*QUANTILES, "value")}
    if question in IN_LOGARITHMS:
        numbers = {name: np.log1p(column) for name, column in numbers.items()}
    return {name: numbers[name] for name in QUANTILES}, numbers["value"]


def _interval(partners: "np.ndarray[Any, Any]", losses: Floats) -> tuple[float, float]:
    """Interval of the mean loss, partners being drawn anew with all that was asked about them."""
    by_partner = pd.Series(losses).groupby(partners).agg(["sum", "size"]).to_numpy(dtype=np.float64)
    return scores.interval_by_bootstrap(_mean_of_groups, by_partner, draws=DRAWS, level=LEVEL, seed=SEED)


def _mean_of_groups(groups: Floats) -> float:
    total, count = groups.sum(axis=0).tolist()
    return float(total / count)


def _by_question(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    names = table.index.get_level_values("question")
    return [(question, table[names == question]) for question in UNITS if (names == question).any()]


def _said(question: str, part: pd.DataFrame) -> str:
    """One question in words: the best, and how far the next is behind; nothing where no outcome is known."""
    best, forecasters = part.iloc[0], part.index.get_level_values("forecaster").astype(str).tolist()
    if not best["scored"]:
        return f"{question}: no outcome that every forecaster forecast" if part["dropped"].any() else ""
    name, column = ("Brier score", "brier") if question == SIGNED else ("pinball loss", "pinball")
    level = f"{name} {number(best[column])} over {_counted(int(best['scored']), 'forecast')}"
    if len(part) == 1:
        return f"{question}: {forecasters[0]} has {level}, and nobody to compare with"
    if same := int((part["behind"] < NOISE).sum()) - 1:
        return f"{question}: {listed(forecasters[: same + 1])} are level, {level} each"
    following = part.iloc[1]
    ahead = f"{question}: {forecasters[0]} is best, {level}, {number(following['behind'])} better than {forecasters[1]}"
    if np.isnan(following["behind_low"]):
        return f"{ahead}, with too few partners to say whether by chance"
    interval = (
        f"{percent(LEVEL)} interval of it {number(following['behind_low'])} to {number(following['behind_high'])}"
    )
    if following["behind_low"] > 0:
        return f"{ahead}, which is hardly chance ({interval})"
    return f"{ahead}, which may be chance ({interval} holds 0)"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
