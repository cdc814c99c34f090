"""What moved between two proposals: sums by hand, and of a small real one with a limit."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import deals
from deals.kit.cells import number
from deals.proposal import Difference, Proposal
from deals.scenario.limit import OwnLimit
from tests.proposal.small import only


@pytest.fixture(scope="session")
def limited(untouched: Proposal) -> Proposal:
    """India's purchases at most a quarter of what they were."""
    most = float(untouched["IND"].terms.set_index("instrument")["amount"]["purchases"]) / 4
    limit = OwnLimit(partner="IND", term="purchases", at_most=most)
    return deals.propose(untouched.scenario.changed(limits=(limit,)), draws=0)


@pytest.fixture(scope="session")
def found(untouched: Proposal, limited: Proposal) -> Difference:
    return deals.difference(untouched, limited)


def test_of_a_proposal_and_itself_nothing_differs(untouched: Proposal) -> None:
    found = deals.difference(untouched, untouched)
    assert found.same
    assert found.sentence == "nothing differs, in question or answer"
    assert found.asked == ()
    assert found.terms.empty
    assert (found.table["us_change"] == 0).all()


def test_a_saved_one_stands_for_itself(untouched: Proposal, tmp_path: Path) -> None:
    assert deals.difference(untouched.save(tmp_path / "x.deals"), untouched).same


def test_what_is_asked_stands_before_what_came_of_it(found: Difference) -> None:
    assert len(found.asked) == 1
    assert "limits: with purchases of IND at most" in found.asked[0]
    assert found.sentence.endswith("1 thing was asked differently")


def test_terms_and_gains_are_second_less_first(untouched: Proposal, limited: Proposal, found: Difference) -> None:
    terms = found.terms[found.terms["partner"] == "IND"].set_index("instrument")
    before, after, change = (number(terms, "purchases", name) for name in ("before", "after", "change"))
    assert after == pytest.approx(before / 4)
    assert change == pytest.approx(-0.75 * before)
    before, after, change = (number(found.gains, "plan", name) for name in ("before", "after", "change"))
    assert (before, after) == (untouched.baselines.gain, limited.baselines.gain)
    assert found.gain == change == after - before
    gaps = [number(one.baselines.table, "plan", "gap") for one in (untouched, limited)]
    assert found.gap == pytest.approx(sum(gaps))
    by_goal = found.gains.loc[[name for name in found.gains.index if name.startswith("plan, ")], "change"].sum()
    assert by_goal == pytest.approx(change, abs=1e-6)


def test_deals_that_are_new_or_dropped_are_told_with_nothing_on_the_other_side(untouched: Proposal) -> None:
    fewer = Proposal(**vars(only(untouched, set(untouched.summary.index) - {"IND"})))
    lost, won = deals.difference(untouched, fewer), deals.difference(fewer, untouched)
    assert (lost.table["deal"]["IND"], lost.table["signed_after"]["IND"]) == ("dropped", "")
    assert (won.table["deal"]["IND"], won.table["signed_before"]["IND"]) == ("new", "")
    worth = float(untouched.summary["us_gain"]["IND"])
    assert lost.table["us_change"]["IND"] == pytest.approx(-worth)
    assert won.table["us_change"]["IND"] == pytest.approx(worth)
    assert "no deal any more with India" in lost.sentence
    assert "new deals with India" in won.sentence


def test_a_change_within_the_gaps_is_told_as_such(untouched: Proposal) -> None:
    base = untouched.baselines
    table = base.table.assign(gap=1000.0)
    loose = replace(untouched)
    vars(loose)["baselines"] = replace(base)
    vars(vars(loose)["baselines"])["_table"] = table.assign(gain=table["gain"] + 1)
    assert "together could undo" in deals.difference(untouched, loose).sentence


def test_the_page_and_the_picture_tell_what_the_tables_tell(found: Difference) -> None:
    page = found.markdown()
    for part in ("What was asked differently", "Deals", "Terms that moved", "India"):
        assert part in page
    assert "<script" not in found.html()
    drawn = found.chart().data
    assert set(drawn["name"]) <= set(found.table["name"])
    assert drawn["us_change"].abs().is_monotonic_decreasing
    pd.testing.assert_frame_equal(
        found.table, found.table.sort_values("us_change", key=abs, ascending=False, kind="stable")
    )
