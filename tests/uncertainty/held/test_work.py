"""Held plans as work: the same answer in any chunk, order, copy, thread and process."""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import deals
from deals.model.question import assemble
from deals.sensitivity.worlds.decisions import Decisions
from deals.uncertainty.draws import Draws
from deals.uncertainty.held.reading import WHOLE
from deals.uncertainty.held.work import HeldWork
from tests import three
from tests.uncertainty.held import same_answer
from tests.uncertainty.held.conftest import Held

TWENTY = tuple(range(3, 23))
type Told = dict[str, Any]


def equal(one: Told, other: Told) -> bool:
    """Whether two answers are the same to the bit."""
    return list(one) == list(other) and all(
        one[name] == other[name]
        if isinstance(one[name], list)
        else np.array_equal(one[name], other[name], equal_nan=np.asarray(one[name]).dtype.kind == "f")
        for name in one
    )


def rows(told: Told, places: Sequence[int]) -> Told:
    """Some rows of an answer."""
    return {n: [c[p] for p in places] if isinstance(c, list) else c[list(places)] for n, c in told.items()}


def with_values(decisions: Decisions, **values: dict[Any, float]) -> Decisions:
    return replace(decisions, values={**decisions.values, **values})


@pytest.fixture(scope="module")
def told(alone: Held) -> Told:
    return alone.work(TWENTY)


def test_a_draw_is_the_same_alone_in_a_chunk_of_seven_and_of_twenty(alone: Held, told: Told) -> None:
    """To the bit, wherever it stands in its chunk."""
    for place in (0, 9, 19):
        assert equal(alone.work([TWENTY[place]]), rows(told, [place]))
    seven = [4, 13, 0, 7, 19, 2, 11]
    assert equal(alone.work([TWENTY[place] for place in seven]), rows(told, seven))


def test_so_is_it_where_chips_are_in_deals(dealt: Held) -> None:
    nine = dealt.work(TWENTY[:9])
    assert equal(dealt.work([TWENTY[5]]), rows(nine, [5]))
    assert equal(dealt.work([TWENTY[8], TWENTY[1]]), rows(nine, [8, 1]))


def test_columns_are_those_of_the_answer_and_of_their_kinds(alone: Held, told: Told) -> None:
    assert list(alone.work.columns) == list(told)
    assert list(told)[:6] == ["draw", "status", "reason", *WHOLE]
    for name, kind in alone.work.columns.items():
        column = told[name]
        assert len(column) == len(TWENTY)
        if kind == "text":
            assert all(isinstance(cell, str) for cell in column)
        else:
            assert column.dtype == {"int": np.int64, "float": np.float64}[kind], name
    assert told["draw"].tolist() == list(TWENTY)


def test_a_copy_that_was_sent_answers_the_same(alone: Held, told: Told) -> None:
    sent: HeldWork = pickle.loads(pickle.dumps(alone.work))
    assert sent == alone.work
    assert hash(sent) == hash(alone.work)
    assert equal(sent(TWENTY[:3]), rows(told, range(3)))


def test_threads_that_share_it_answer_the_same(alone: Held, told: Told) -> None:
    parts = [TWENTY[start : start + 5] for start in range(0, 20, 5)]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(alone.work, parts))
    for start, part in enumerate(found):
        assert equal(part, rows(told, range(5 * start, 5 * start + 5)))


def test_two_are_equal_where_they_rest_on_the_same(alone: Held) -> None:
    """Made anew, in other chunks, with decisions in another order."""
    values = {name: dict(reversed([*of.items()])) for name, of in reversed([*alone.decisions.values.items()])}
    other = replace(alone.decisions, values=values)
    again = HeldWork.of({"plan": other}, Draws.of(alone.plan.question.scenario.world()), chunk=3)
    assert again == alone.work
    assert again.fingerprint() == alone.work.fingerprint()


def test_they_differ_where_anything_they_rest_on_does(alone: Held) -> None:
    """A seed, a setting, a reform, a decision, the name of a plan, the path: each tells them apart by its own entry."""
    base, decisions = alone.work, alone.decisions
    world, scenario = decisions.question.scenario.world(), decisions.question.scenario

    def about(changed: Any) -> Decisions:
        return replace(decisions, question=replace(decisions.question, scenario=changed))

    key = next(key for key, value in decisions.values["opened"].items() if value == 1.0)
    closed = with_values(decisions, opened={**decisions.values["opened"], key: 0.0})
    path = replace(decisions.question, left_open={key: 0.5})
    reform = deals.Reform("cheaper", {"harm.per_kH": {"scale": 0.5}})
    others = {
        "draws": HeldWork.of({"plan": decisions}, Draws.of(world, seed=1)),
        "scenario": HeldWork.of({"plan": about(scenario.changed(segments=6))}, alone.draws),
        "plan plan": HeldWork.of({"plan": closed}, alone.draws),
        "path": HeldWork.of({"plan": replace(decisions, question=path)}, alone.draws),
    }
    for name, other in others.items():
        told, before = other.fingerprint(), base.fingerprint()
        assert other != base
        assert {entry for entry in told if told[entry] != before[entry]} == {name}
    assert HeldWork.of({"plan": about(scenario.apply(reform))}, alone.draws) != base
    assert HeldWork.of({"other": decisions}, alone.draws) != base
    assert set(base.fingerprint()) == {"depth", "scenario", "data", "draws", "path", "plan plan"}


def test_the_first_plan_is_told_by_deal_and_of_others_the_gain(alone: Held, told: Told) -> None:
    """In the same worlds, and each as if it were the only one."""
    nobody = {
        family: {key: 0.0 if family != "opened" else value for key, value in of.items()}
        for family, of in alone.decisions.values.items()
    }
    unilateral = Decisions(alone.decisions.question, nobody, {}, {})
    both = HeldWork.of({"plan": alone.decisions, "no deals": unilateral}, alone.draws)
    found, by_itself = both(TWENTY[:4]), rows(told, range(4))
    assert list(found) == [*list(by_itself)[:6], "no deals", *list(by_itself)[6:]]
    assert equal({name: column for name, column in found.items() if name != "no deals"}, by_itself)
    other = HeldWork.of({"no deals": unilateral}, alone.draws)(TWENTY[:4])
    assert found["no deals"] == pytest.approx(other["gain"], rel=1e-9)


def test_works_of_other_plans_do_not_get_in_each_other_s_way(alone: Held, dealt: Held, told: Told) -> None:
    """What is made once for one is not taken for another."""
    of_deals = dealt.work(TWENTY[:2])
    assert not np.isclose(of_deals["gain"], told["gain"][:2]).any()
    assert equal(alone.work(TWENTY[:2]), rows(told, range(2)))
    assert equal(dealt.work(TWENTY[:2]), of_deals)


def test_other_seeds_are_other_worlds(alone: Held, told: Told) -> None:
    other = HeldWork.of({"plan": alone.decisions}, Draws.of(alone.plan.question.scenario.world(), seed=9))
    assert not np.isclose(other(TWENTY[:3])["gain"], told["gain"][:3]).any()


def test_another_process_says_the_same_whatever_order_it_keeps_names_in(dealt: Held) -> None:
    other = "3" if os.environ.get("PYTHONHASHSEED") != "3" else "4"
    told = subprocess.run(
        [sys.executable, "-m", "tests.uncertainty.held.same_answer"],
        env={**os.environ, "PYTHONHASHSEED": other},
        input=pickle.dumps(dealt.work),
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert told == same_answer.answer(dealt.work)
    assert told.endswith("True")


def test_a_plan_of_the_path_it_makes_is_held_on_that_path(alone: Held, told: Told) -> None:
    """Left open elsewhere the same decisions bring something else, and the work knows which of them it is about."""
    base = alone.decisions
    opened = {key: 1.0 for key, value in base.values["opened"].items() if value == 1.0}
    there = replace(base, question=assemble(three.scenario(), opened=opened))
    other = HeldWork.of({"plan": there}, alone.draws)
    assert other != alone.work
    assert (other(TWENTY[:3])["gain"] != told["gain"][:3]).all()
