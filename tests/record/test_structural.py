"""How much rests on numbers that became known later: by hand on a table, and of the scenario."""

import sys

import pandas as pd
import pytest

import deals
from deals.model.question import Question, assemble
from deals.record.signed.reading_files import recorded
from deals.record.trial.structural import PREDICTED, TO_PARTNER, TO_US, Structural
from deals.world.demand.shares import COLUMNS


def test_shares_by_hand() -> None:
    """Of gains of 4 and 6 one changes by 1: a tenth. Half of six shares are an eighth at most.

    Japan's deal leaves it worse off only with the columns.
    """
    rows = [
        ("JPN", PREDICTED, 4.0, 3.0, 0.25),
        ("KOR", PREDICTED, 6.0, 6.0, 0.0),
        ("JPN", TO_US, 2.0, 2.0, 0.0),
        ("JPN", TO_PARTNER, -1.0, 1.0, 2.0),
        ("KOR", TO_US, -2.0, -1.0, 0.5),
        ("KOR", TO_PARTNER, 1.0, 1.0, 0.0),
    ]
    found = Structural(("distance",), pd.DataFrame(rows, columns=["partner", "answer", "said", "without", "share"]))
    assert found.share_of_predicted == pytest.approx(0.1)
    assert found.turned == ["JPN"]
    assert found.sentence == (
        "On numbers declared structural that became known later (distance) rests 10% of the gains predicted of all "
        "partners, of half the answers at most 12%, of one 200% (JPN, real deal, to the partner); with JPN they decide "
        "whether the real deal is inside."
    )


def test_what_rests_on_structural_columns_in_the_scenario(base: Question, capsys: pytest.CaptureFixture[str]) -> None:
    """Distance in votes counts in what signing costs a government; the others in how demand is shared out."""
    deals_since = recorded(after=base.scenario.world_date)
    found = Structural.of(base, {code: deal for code, deal in deals_since.items() if code in base.codes})
    with capsys.disabled():
        sys.stdout.write(f"\n{found.sentence}\n")
    assert found.columns[0] == "un_ideal_point_dist_us"
    assert set(found.columns[1:]) == {c for c in COLUMNS if c.startswith(("cloud", "ai_clusters", "top500"))}
    assert 0 < found.share_of_predicted < 0.25
    table = found.table.set_index(["partner", "answer"])
    for code in ("GTM", "SLV", "TTO"):
        said, without = (float(table[column][code, TO_PARTNER]) for column in ("said", "without"))
        assert said < 0 == without, "nothing but what signing costs a government far away"
    assert table["share"]["JPN", TO_US] == 0


def test_with_hindsight_nothing_became_known_later() -> None:
    found = Structural.of(assemble(deals.load("leverage-2025").with_hindsight()), {})
    assert (found.columns, found.table.empty) == ((), True)
    assert "No number" in found.sentence
