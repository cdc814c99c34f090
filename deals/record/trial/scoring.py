"""The scores of a backtest, each beside the rules that know nothing of the model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from deals.page.wording import number
from deals.record.lessons.revenue import told_of, weight_of_revenue
from deals.record.trial.predicting import LEVELS, QUANTITIES, Predictions
from deals.record.trial.scores import (
    auc,
    coverage,
    interval_by_bootstrap,
    mean_absolute_error,
    mean_log_ratio,
    precision_at,
    ranks,
    spearman,
)
from deals.record.weighing.stated import Stated
from optimizer import Flags, Floats

PLEDGED = ("investment", "purchases")
RESAMPLED = 1000


@dataclass(frozen=True)
class Score:
    """One score.

    Attributes
    ----------
    name, what : str
        Identifier, and in words.
    model : float
    cases : int
        How many it is measured on.
    naive : mapping of str to float
        The same score of rules that know nothing of the model.
    low, high : float
        Of the model's score, 80 percent: cases drawn again with replacement.
    lower_is_better : bool
    """

    name: str
    what: str
    model: float
    cases: int
    naive: Mapping[str, float] = field(default_factory=dict)
    low: float = float("nan")
    high: float = float("nan")
    lower_is_better: bool = False

    @property
    def best(self) -> tuple[str, float] | None:
        """The best of the naive rules."""
        if not self.naive:
            return None
        choose: Callable[..., tuple[str, float]] = min if self.lower_is_better else max
        return choose(self.naive.items(), key=lambda pair: pair[1])

    @property
    def best_naive(self) -> str:
        """The best of the naive rules, in words."""
        return "nothing beside it" if self.best is None else f"{self.best[0]} alone {number(self.best[1])}"

    @property
    def row(self) -> dict[str, Any]:
        """As a row of a table."""
        name, value = self.best or ("", float("nan"))
        return {
            "score": self.name,
            "what": self.what,
            "model": self.model,
            "low": self.low,
            "high": self.high,
            "naive": value,
            "naive_is": name,
            "cases": self.cases,
        }

    @property
    def record(self) -> dict[str, Any]:
        """As plain data; what is not a number is none."""
        kept = {name: None if isinstance(x, float) and not np.isfinite(x) else x for name, x in self.row.items()}
        return {**kept, "all_naive": {name: float(x) for name, x in self.naive.items()}}


def of_zone(zone: pd.DataFrame) -> list[Score]:
    """Real deals inside the zone of agreement: as judged, with what the others teach, and with something in them."""
    full = zone[~zone["empty"].astype(bool)] if len(zone) else zone
    rows = (
        ("zone_as_judged", "real deals that leave neither side worse off, as judged", zone, "inside"),
        ("zone_learned", "the same with what the other deals teach", zone, "inside_learned"),
        ("zone_by_partner", "the same, and each partner's own belief in the threat", zone, "inside_by_partner"),
        (
            "zone_learned_not_empty",
            "with what the others teach, of deals in which the model sees something",
            full,
            "inside_learned",
        ),
    )
    return [_counted(name, what, frame, column) for name, what, frame, column in rows if len(frame)]


def _counted(name: str, what: str, frame: pd.DataFrame, column: str) -> Score:
    inside = frame[column].astype(float).to_numpy()
    low, high = interval_by_bootstrap(_mean, inside, draws=RESAMPLED, seed=0)
    return Score(name, what, float(inside.sum()), len(inside), low=low * len(inside), high=high * len(inside))


def of_who(gain: Floats, beside: Mapping[str, Floats], signed: Flags) -> list[Score]:
    """Who signs: the model's rank by expected gain, alone and with imports, against the size of partners."""
    if not 0 < signed.sum() < len(signed):
        return []
    naive = {name: auc(size, signed) for name, size in beside.items()}
    together = ranks(gain) + ranks(beside["imports"])
    count = int(signed.sum())
    found = []
    for name, what, rank in (
        ("who_auc", "who signs, area under the curve: rank by expected gain", gain),
        ("who_auc_with_imports", "the same, mean of the ranks by gain and by imports", together),
    ):
        low, high = interval_by_bootstrap(auc, rank, signed, draws=RESAMPLED, seed=0)
        found.append(Score(name, what, auc(rank, signed), len(signed), naive, low, high))
    precision = {name: precision_at(size, signed, count) for name, size in beside.items()}
    what = f"of the {count} with the greatest expected gain, the part that signed"
    found.append(Score("who_precision", what, precision_at(gain, signed, count), len(signed), precision))
    return found


def when_signed(per_team: Floats, imports: Floats, days: Floats) -> Score:
    """In what order: expected gain for each team and quarter of talks, the most first, against days of signing."""
    low, high = interval_by_bootstrap(spearman, -per_team, days, draws=RESAMPLED, seed=0)
    what = "order in time: rank correlation of gain per team and quarter, the most first, with the day"
    naive = {"imports": spearman(-imports, days)}
    return Score("when_spearman", what, spearman(-per_team, days), len(days), naive, low, high)


def of_rates(table: pd.DataFrame, weighed: pd.DataFrame) -> list[Score]:
    """Country rates after the deal: as judged, and with the political weight of revenue that fits the others.

    Parameters
    ----------
    table : DataFrame
        By partner, percent: agreed, as judged, and what naive rules say (the column `last rate` may have gaps).
    weighed : DataFrame
        What the model says at each weight of revenue, a column a weight.
    """
    table, weighed = told_of(table, weighed)
    if table.empty:
        return []
    agreed, fitted = table["agreed"].to_numpy(dtype=np.float64), weight_of_revenue(table["agreed"], weighed)
    known = {name: table[table[name].notna()] for name in table.columns if name not in {"agreed", "as judged"}}
    known = {name: rows for name, rows in known.items() if len(rows)}
    naive = {
        name: mean_absolute_error(rows[name].to_numpy(), rows["agreed"].to_numpy()) for name, rows in known.items()
    }
    found = []
    said_of = {
        "rate_error": ("country rate after the deal, mean absolute error, percentage points", table["as judged"])
    }
    if fitted is not None:
        left_out = pd.Series([weighed.at[c, w] for c, w in zip(table.index, fitted.left_out, strict=True)])
        said_of["rate_error_learned"] = ("the same, revenue weighed as fits the other deals", left_out)
    for name, (what, predicted) in said_of.items():
        said = predicted.to_numpy(dtype=np.float64)
        low, high = interval_by_bootstrap(mean_absolute_error, said, agreed, draws=RESAMPLED, seed=0)
        error = mean_absolute_error(said, agreed)
        found.append(Score(name, what, error, len(agreed), naive, low, high, lower_is_better=True))
    return found


def of_pledges(
    packages: Mapping[str, Stated], predictions: Predictions, learned: Mapping[str, Predictions]
) -> list[Score]:
    """Investment and purchases together: order and level of what is predicted, as judged and with lessons."""
    real = {code: sum(package.amounts.get(name, 0.0) for name in PLEDGED) for code, package in packages.items()}
    codes = [code for code, amount in real.items() if amount > 0]
    if len(codes) < 3:
        return []
    known = np.array([real[code] for code in codes])
    found = []
    for name, what, made in (
        ("pledges", "as judged", dict.fromkeys(codes, predictions)),
        ("pledges_learned", "with what the other deals teach", learned),
    ):
        said = np.array([sum(_plain(made[code].central(code, pledge)) for pledge in PLEDGED) for code in codes])
        low, high = interval_by_bootstrap(spearman, said, known, draws=RESAMPLED, seed=0)
        words = f"pledges in money, rank correlation, {what}"
        found.append(Score(f"{name}_rank", words, spearman(said, known), len(codes), {}, low, high))
        some = said > 0
        if some.any():
            level = float(np.exp(mean_log_ratio(said[some], known[some])))
            words = f"pledges in money, what is predicted over what was pledged (geometric mean), {what}"
            found.append(Score(f"{name}_level", words, level, int(some.sum())))
    return found


def of_bands(packages: Mapping[str, Stated], predictions: Predictions) -> list[Score]:
    """Share of real terms with a number that lie within bands of drawn worlds."""
    at = {level: place for place, level in enumerate(LEVELS)}
    real, bands = [], []
    for code, package in packages.items():
        for quantity in QUANTITIES:
            band = predictions.quantiles(code, quantity)
            if quantity in package.amounts and np.isfinite(band).all():
                real.append(package.amounts[quantity])
                bands.append(band)
    if not real:
        return []
    values, band_of = np.array(real), np.array(bands)
    found = []
    for share, low, high in ((0.5, 0.25, 0.75), (0.8, 0.1, 0.9)):
        ends = band_of[:, at[low]], band_of[:, at[high]]
        what = f"real terms within the band that holds {share:.0%} of drawn worlds"
        ends_of = interval_by_bootstrap(coverage, *ends, values, draws=RESAMPLED, seed=0)
        found.append(Score(f"coverage_{100 * share:.0f}", what, coverage(*ends, values), len(values), {}, *ends_of))
    return found


def _plain(value: float) -> float:
    return value if np.isfinite(value) else 0.0


def _mean(values: Any) -> float:
    return float(np.mean(values))
