"""What moved between two proposals, and what differs in what was asked."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from deals.kit.cells import number
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import counted, listed, money
from deals.plan.baselines import PLAN
from deals.proposal.contents import ProposalContents
from deals.proposal.figures.moved import gains_moved

NEW, DROPPED, KEPT = "new", "dropped", "in both"
SAME = 1e-6
"""Share of the larger of two amounts, and amount, below which nothing has moved."""
KEYS = ["partner", "side", "instrument", "unit"]


@dataclass(frozen=True, eq=False, repr=False)
class Moved(Answer):
    """One proposal beside another: settings, data, gains, deals and terms.

    Attributes
    ----------
    before, after : ProposalContents
    """

    before: ProposalContents
    after: ProposalContents

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """What differs in the question, in words: settings, reforms, data laid over, numbers of the world."""
        return tuple(self.before.scenario.difference(self.after.scenario))

    @cached_property
    def gains(self) -> pd.DataFrame:
        """The plan and its baselines over nothing, and the plan by goal, before and after: USD bn.

        Columns `before`, `after`, `change`; `gap` is by how much the change may be undone by what was not proven of
        either.
        """
        one, other = (proposal.baselines.table for proposal in (self.before, self.after))
        found = _side_by_side(one["gain"], other["gain"])
        found["gap"] = one["gap"].add(other["gap"], fill_value=0.0)
        goals = _side_by_side(self.before.goals, self.after.goals)
        goals.index = pd.Index([f"plan, {goal}" for goal in goals.index])
        return pd.concat([found, goals]).rename_axis("of")

    @property
    def gain(self) -> float:
        """What the second plan brings over the first, USD bn."""
        return number(self.gains, PLAN, "change")

    @property
    def gap(self) -> float:
        """By how much what was not proven of either could undo that, USD bn."""
        return number(self.gains, PLAN, "gap")

    @cached_property
    def _table(self) -> pd.DataFrame:
        one, other = self.before.summary, self.after.summary
        both = _side_by_side(one["us_gain"], other["us_gain"])
        theirs = _side_by_side(one["partner_gross_gain"], other["partner_gross_gain"])
        found = pd.DataFrame(index=both.index)
        found["name"] = other["name"].reindex(both.index).fillna(one["name"].reindex(both.index))
        inside = both.index.isin(one.index), both.index.isin(other.index)
        found["deal"] = [
            KEPT if was and is_now else NEW if is_now else DROPPED for was, is_now in zip(*inside, strict=True)
        ]
        found["signed_before"] = one["period"].reindex(both.index).fillna("")
        found["signed_after"] = other["period"].reindex(both.index).fillna("")
        for name, frame in (("us", both), ("partner", theirs)):
            found[[f"{name}_before", f"{name}_after", f"{name}_change"]] = frame[["before", "after", "change"]]
        found["terms_moved"] = self.terms.groupby("partner").size().reindex(both.index).fillna(0).astype(int)
        order = found["us_change"].abs().sort_values(ascending=False, kind="stable").index
        return found.loc[order].rename_axis("partner")

    @property
    def table(self) -> pd.DataFrame:
        """One row a partner with a deal in either, the largest change of the United States' gain first.

        `deal` new, dropped or in both; when it is signed; what it brings the United States if its talks hold, and what
        is in it for the partner, of which it could have a part by refusing (USD bn, nothing without a deal); how many
        of its terms moved.
        """
        return self._table.copy()

    @cached_property
    def terms(self) -> pd.DataFrame:
        """Every term whose amount moved: partner, side, instrument, unit, `before`, `after` and `change`.

        Nothing where there is no such term; rates that were set apart at several levels are added up by their part.
        """
        one, other = (proposal.packages.groupby(KEYS)["amount"].sum() for proposal in (self.before, self.after))
        found = _side_by_side(one, other)
        size = found[["before", "after"]].abs().max(axis=1).clip(lower=1.0)
        return found[found["change"].abs() > SAME * size].rename_axis(KEYS).reset_index()

    @property
    def same(self) -> bool:
        """Whether nothing moved at all."""
        return not self.asked and self.terms.empty and bool((self.gains["change"].abs() <= SAME).all())

    @property
    def sentence(self) -> str:
        """What moved, in a sentence."""
        if self.same:
            return "nothing differs, in question or answer"
        told = [f"the second brings {money(self.gain, sign=True)} over the first"]
        if abs(self.gain) <= self.gap:
            told.append(f"which gaps of {money(self.gap)} together could undo")
        table = self._table
        for kind, words in ((NEW, "new deals with"), (DROPPED, "no deal any more with")):
            names = table.loc[table["deal"] == kind, "name"].tolist()
            if names:
                told.append(f"{words} {listed(names)}")
        moved = table[(table["deal"] == KEPT) & (table["signed_before"] != table["signed_after"])]
        if len(moved):
            told.append(f"another date with {listed(moved['name'].tolist())}")
        changed = int((table["terms_moved"][table["deal"] == KEPT] > 0).sum())
        told.append(f"other terms in {counted(changed, 'deal') if changed else 'no deal'} of both")
        were = counted(len(self.asked), "thing was", "things were")
        why = f"; {were} asked differently" if self.asked else "; the same was asked"
        return ", ".join(told) + why

    def chart(self) -> Chart:
        """By how much the worth of each deal moved."""
        return gains_moved(self._table)


def _side_by_side(one: "pd.Series[float]", other: "pd.Series[float]") -> pd.DataFrame:
    """Two series by their keys, nothing where one has none, and the change."""
    keys = one.index.union(other.index, sort=False)
    found = pd.DataFrame({"before": one.reindex(keys).fillna(0.0), "after": other.reindex(keys).fillna(0.0)})
    found["change"] = found["after"] - found["before"]
    return found
