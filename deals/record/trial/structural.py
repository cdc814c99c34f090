"""What answers rest on numbers that became known after the scenario's day and are used all the same.

A column of ``countries.csv`` that is declared structural changes slowly, so that what is published later stands for
what could be known (``columns.csv``). How much hangs on it is told by asking again without it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from deals.model.question import Question, assemble
from deals.model.worth.partners import COLUMNS
from deals.page.wording import listed, percent
from deals.record.lessons.inequalities import TOLERANCE, as_stated, rates_before
from deals.record.signed.real import RealDeal
from deals.record.trial.predicting import Predictions
from deals.record.weighing.worlds import Weighing
from deals.world.demand.shares import COLUMNS as OF_DEMAND

PREDICTED, TO_US, TO_PARTNER = "gain predicted", "real deal, to the United States", "real deal, to the partner"
DUST = 1e-9
READ = tuple(dict.fromkeys((*COLUMNS, *OF_DEMAND)))
"""Columns of ``countries.csv`` on which a partner's answers hang."""


@dataclass(frozen=True, eq=False)
class Structural:
    """Answers with and without the numbers of columns declared structural that became known later.

    Attributes
    ----------
    columns : tuple of str
        Those of :data:`READ` that are blank without.
    table : DataFrame
        One row an answer: `partner`, `answer`, `said` and `without`, USD bn, and `share` of the larger of the two that
        rests on the columns.
    """

    columns: tuple[str, ...]
    table: pd.DataFrame

    @classmethod
    def of(cls, base: Question, deals: Mapping[str, RealDeal]) -> "Structural":
        """Ask a scenario again, in the world as judged: every partner's predicted gain, every real deal's worth."""
        if base.scenario.knowledge != "as-of":
            return cls((), pd.DataFrame(columns=["partner", "answer", "said", "without", "share"]))
        blank = assemble(base.scenario.changed(knowledge="strictly-as-of"))
        known, strict = (question.world.countries for question in (base, blank))
        columns = tuple(name for name in READ if not known[name].isna().equals(strict[name].isna()))
        said, without = _answers(base, deals), _answers(blank, deals)
        rows = [
            {
                "partner": key[0],
                "answer": key[1],
                "said": one,
                "without": without[key],
                "share": _share(one, without[key]),
            }
            for key, one in said.items()
        ]
        return cls(columns, pd.DataFrame(rows))

    @property
    def share_of_predicted(self) -> float:
        """Of the gains predicted of all partners together, the part that changes; NaN where none is predicted."""
        rows = self.table[self.table["answer"] == PREDICTED]
        total = float(rows["said"].abs().sum())
        return float((rows["said"] - rows["without"]).abs().sum()) / total if total > 0 else float("nan")

    @property
    def turned(self) -> list[str]:
        """Partners whose real deal leaves a side worse off with the columns and no side without, or the other way."""
        real = self.table[self.table["answer"] != PREDICTED].groupby("partner")[["said", "without"]].min()
        return [str(c) for c in real.index[(real["said"] >= -TOLERANCE) != (real["without"] >= -TOLERANCE)]]

    @property
    def sentence(self) -> str:
        """How much rests on them, in words."""
        if not self.columns:
            return "No number of a column declared structural became known after the scenario's day."
        names = listed(list(self.columns))
        answers = self.table[self.table["said"].abs() > DUST]
        most = answers.sort_values("share").iloc[-1]
        turned = f"; with {listed(self.turned)} they decide whether the real deal is inside" if self.turned else ""
        return (
            f"On numbers declared structural that became known later ({names}) rests "
            f"{percent(self.share_of_predicted)} of the gains predicted of all partners, of half the answers at most "
            f"{percent(float(np.median(answers['share'])))}, of one {percent(float(most['share']))} "
            f"({most['partner']}, {most['answer']}){turned}."
        )


def _answers(question: Question, deals: Mapping[str, RealDeal]) -> dict[tuple[str, str], float]:
    predicted = Predictions.of(question, question.codes, 0)
    found = {(c, PREDICTED): float(gain) for c, gain in zip(predicted.partners, predicted.gain, strict=True)}
    worlds = Weighing.of(question, deals, 0, changes=rates_before(question, deals))
    for code, deal in deals.items():
        worth = worlds.weigh(as_stated(question, deal))
        found[code, TO_US] = float((worth.us - worth.talks)[0])
        found[code, TO_PARTNER] = float(worth.partner[0])
    return found


def _share(one: float, other: float) -> float:
    larger = max(abs(one), abs(other))
    return abs(one - other) / larger if larger > DUST else 0.0
