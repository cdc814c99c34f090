"""A plan that time stopped is a plan: every page, table and picture of it says what is not proven."""

from copy import copy
from dataclasses import replace

import pandas as pd
import pytest

import deals
from deals.proposal import Proposal, exporting
from deals.proposal.proposal_card import proposal_markdown
from deals.proposal.terminal import answer_lines
from optimizer import Status
from tests.proposal.small import only
from tests.three import scenario

TOLD = "the best plan may bring up to USD 2.50 bn more"


@pytest.fixture(scope="module")
def stopped(proposal: Proposal) -> Proposal:
    """The small proposal, as if its search had been stopped."""
    few = only(proposal, ("ARE", "EUU"))
    solution = copy(few.plan.solution)
    solution.status, solution.bound = Status.TIME_LIMIT, solution.objective + 2.5
    run = replace(few.report, status=solution.status.value, absolute_gap=2.5)
    return replace(few, plan=replace(few.plan, solution=solution), report=run)


def test_every_file_says_what_is_not_proven(stopped: Proposal) -> None:
    files = exporting.files(stopped)
    pages = [name for name in files if name.endswith(".md")]
    assert len(pages) == 3
    for name in pages:
        assert TOLD in files[name].decode(), name
    for name in ("packages.csv", "summary.csv"):
        head, first, *_ = files[name].decode().splitlines()
        assert head.endswith(",plan_status,plan_gap_usd_bn")
        assert first.endswith(",time limit,2.5")
    for name in (name for name in files if name.endswith(".svg")):
        assert "Stopped by its time limit" in files[name].decode(), name
    assert TOLD in proposal_markdown(stopped)
    assert any(TOLD in line for line in answer_lines(stopped))


def test_a_proven_plan_says_nothing_of_it(proposal: Proposal) -> None:
    assert proposal.stopped == ""
    assert "plan_status" not in exporting.files(only(proposal, ("ARE",)))["packages.csv"].decode()


@pytest.mark.long
def test_even_the_shortest_time_brings_a_plan_with_prices() -> None:
    short = deals.propose(scenario(time_limit_seconds=1e-4, gap=0.0, segments=20), draws=0)
    assert short.report.status in {"time limit", "optimal"}
    assert isinstance(short.binding(), pd.DataFrame)
    assert short.proof.holds
    assert short.baselines.table["gap"].min() >= 0
