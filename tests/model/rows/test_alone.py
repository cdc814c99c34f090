"""What is done without a deal, claim by claim on the tiny question: at every point of noughts and ones."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from deals.model.families import of_diversion, of_worst_case
from deals.model.formulation import formulate
from deals.model.question import Question
from deals.model.rows.adversary import network, no_deal_deliveries, worst_case_flow
from deals.model.rows.diversion import expected_diversion
from deals.model.rows.objective import goal_terms
from deals.model.rows.variables import Choices
from deals.plan.plan import Plan, solve
from optimizer import InfeasibleError, Solution
from tests.model import tiny

HOLDS = 0.8
"""Chance that talks hold in the tiny question."""
PARTS = (0.0, 0.25, 0.5, 0.75, 1.0)
CHIPS = (
    *("chip supply", "diversion budget", "counted within granted", "channel beside the allocation"),
    *("worst leak with standard", "worst leak without standard", "worst-case diversion"),
)
"""Families of rows in which chips delivered count, whoever delivers them."""
ALONE = "diversion budget alone"
OF_A_DEAL = ("participation", "ceiling", "matching within chips", "matching required", "access under a deal")

type Label = tuple[str, Any]
type Point = Mapping[Label, float]
type Row = tuple[dict[Label, float], float, float]


@pytest.fixture(scope="module")
def whole() -> Question:
    return tiny.question()


@pytest.fixture(scope="module")
def written(whole: Question) -> Choices:
    return tiny.written(whole)


def rows(choices: Choices, *families: str) -> dict[Label, Row]:
    """Rows of some families by family and key: coefficients by label, and both sides."""
    snapshot = choices.program.snapshot()
    arrays, found = snapshot.arrays, {}
    labels = {variable.id: (family, key) for family, key, variable in variables(choices)}
    for family in families:
        for key in snapshot.rows.keys(family):
            at = snapshot.rows.position(family, key)
            columns, values = arrays.matrix.row(at)
            pairs = {labels[c]: float(v) for c, v in zip(columns.tolist(), values, strict=True) if c in labels}
            found[family, key] = pairs, float(arrays.row_lower[at]), float(arrays.row_upper[at])
    return found


def variables(choices: Choices) -> Iterator[tuple[str, Any, Any]]:
    """Every variable of the choices that is not of the cut: family, key and handle."""
    families = ("sign", "standard", "promoted", "ask", "grant", "counted", "saved", "displaced")
    for family in (*families, "opened", "unthreatened", "bought", "permitted", "secured"):
        for key, variable in getattr(choices, family).items():
            yield family, key, variable


def met(found: Iterable[Row], point: Point) -> bool:
    """Whether all rows hold at a point, nought where it says nothing."""
    for pairs, low, high in found:
        value = sum(weight * point.get(label, 0.0) for label, weight in pairs.items())
        if not low - 1e-12 <= value <= high + 1e-12:
            return False
    return True


def most(found: Mapping[Label, Row], label: Label, point: Point) -> float:
    """The most that a variable may be where the rest stands at a point, between nought and one."""
    room = [1.0]
    for pairs, _, high in found.values():
        if pairs.get(label, 0.0) > 0:
            rest = sum(weight * point.get(other, 0.0) for other, weight in pairs.items() if other != label)
            room.append((high - rest) / pairs[label])
    return min(room)


def signings(question: Question, code: str, family: str = "sign") -> Iterator[dict[Label, float]]:
    """No deal with a partner, and one in each period."""
    yield {}
    for date in question.talks[code].load:
        yield {(family, (code, date)): 1.0}


def standing(question: Question, point: Point, family: str, code: str, period: int) -> float:
    """What is expected to stand in a period of what was agreed, by the definition."""
    dates = [d for d in question.talks[code].load if d + question.lag <= period]
    return sum(question.survival(d, period) * point.get((family, (code, d)), 0.0) for d in dates)


def test_an_opened_cell_delivers_all_and_nothing_is_granted_there(whole: Question) -> None:
    """Beside a deal with Malaysia of the first period, which could add most of it and does where it is not opened."""
    choices = formulate(whole, without=of_diversion())
    signed: dict[Label, tuple[float, float]] = {("sign", ("MYS", 0)): (1.0, 1.0)}
    for cell in (c for c in whole.cells if c.economy == "MYS"):
        key = (cell.economy, cell.period)
        other: dict[Label, tuple[float, float]] = {("opened", k): (0.0, 0.0) for k in choices.opened if k != key}
        opened = choices.program.solve(held={**signed, **other, ("opened", key): (1.0, 1.0)})
        shut = choices.program.solve(held={**signed, **other, ("opened", key): (0.0, 0.0)})
        grants, instead = (granted(s, "MYS", cell.period) for s in (opened, shut))
        assert grants == pytest.approx(0.0, abs=1e-9)
        assert instead == pytest.approx(whole.survival(0, cell.period) * sum(cell.widths))
        everybody = sum(granted(opened, code, cell.period) for code in whole.codes)
        assert everybody > 0
        taken = [opened.value("displaced", k) for k in choices.displaced if k[0] == cell.period]
        assert sum(taken) == pytest.approx(everybody + sum(cell.widths))


def granted(answer: Solution, code: str, period: int) -> float:
    """Chips granted to an economy in a period in an answer."""
    return float(sum(answer.value("grant", (code, period, step)) for step in (0, 1)))


def test_chips_opened_count_as_chips_granted_do(whole: Question, written: Choices) -> None:
    """In supply, allocations and both limits on diversion a cell counts all its chips, each as one that is granted."""
    seen = set()
    for (family, key), (pairs, _, _) in rows(written, *CHIPS).items():
        for cell in whole.cells:
            each = [pairs.get(("grant", (cell.economy, cell.period, s)), 0.0) for s in range(len(cell.widths))]
            opened = pairs.get(("opened", (cell.economy, cell.period)), 0.0)
            assert np.ptp(each) == 0.0
            assert opened == pytest.approx(each[0] * sum(cell.widths)), (family, key)
            seen |= {family} if opened else set()
    assert seen == set(CHIPS) - {"worst-case diversion"}


@pytest.mark.parametrize(("sold", "counts"), [(2.0, True), (8.0, False)])
def test_where_no_route_is_observed_they_count_in_the_worst_case_too(
    whole: Question, sold: float, counts: bool
) -> None:
    """India lies on no route: its chips count where what is sold to it anyway leaves its unobserved routes room.

    Each chip granted counts what it leaks; the cell that is opened exactly what it adds to the adversary's flow, which
    is all that these routes still carry and less than what all its chips leak.
    """
    table = {**whole.path.access, "IND": replace(whole.path.access["IND"], beside=(sold,) * 3)}
    asked = replace(whole, path=replace(whole.path, access=table))
    pairs = rows(tiny.written(asked), "worst-case diversion")["worst-case diversion", "2026H1"][0]
    each = [pairs.get(("grant", ("IND", 1, step)), 0.0) for step in (0, 1)]
    net, (flows, secured) = network(asked, 1), no_deal_deliveries(table, 1)
    before, after = (worst_case_flow(net, {**flows, "IND": flows["IND"] + more}, secured) for more in (0.0, 42.0))
    assert each == [net.inject["IND"] if counts else 0.0] * 2
    assert pairs.get(("opened", ("IND", 1)), 0.0) == pytest.approx(after - before)
    assert (0 < after - before < 42 * each[0]) is counts


def test_what_is_opened_is_no_part_of_a_deal(written: Choices) -> None:
    """Neither what the partner gains, nor what it must match, nor the most that its deal may add."""
    for pairs, _, _ in rows(written, *OF_A_DEAL).values():
        assert not [label for label in pairs if label[0] == "opened"]


@pytest.mark.parametrize("lag", [0, 1])
def test_what_may_be_granted_is_what_stands_of_a_deal_and_nothing_where_the_cell_is_opened(
    whole: Question, lag: int
) -> None:
    """At all points of every cell: no deal or one in each period, opened or not. Without a lag there are three dates.

    In every row of its own the share stays within reach: none cuts off a point that is allowed.
    """
    asked = replace(whole, lag=lag)
    found = rows(tiny.written(asked), "permitted by a deal", "permitted unless opened")
    tried = 0
    for cell in asked.cells:
        label = ("permitted", (cell.economy, cell.period))
        for signed, opened in product(signings(asked, cell.partner), (0.0, 1.0)):
            point = {**signed, ("opened", label[1]): opened}
            stands = standing(asked, point, "sign", cell.partner, cell.period)
            assert most(found, label, point) == pytest.approx((1 - opened) * stands, abs=1e-12)
            assert met(found.values(), point)
            tried += 1
    assert tried == 2 * (2 * 3 + 3 + 2 * 4)


def test_a_share_of_a_cell_is_not_opened_beside_what_has_lapsed_of_a_deal(whole: Question) -> None:
    """Halfway between a deal of the first period and no deal in an opened cell: half of what stands, and no more."""
    found = rows(tiny.written(whole), "permitted by a deal", "permitted unless opened")
    label, still = ("permitted", ("MYS", 2)), whole.survival(0, 2)
    for opened in PARTS:
        point = {("sign", ("MYS", 0)): 1.0, ("opened", ("MYS", 2)): opened}
        assert most(found, label, point) == pytest.approx((1 - opened) * still)


def test_a_standard_covers_what_is_opened_as_far_as_it_stands(whole: Question) -> None:
    """The least and the most that may be covered is one number: the product of opened and adopted."""
    asked = replace(whole, lag=0)
    choices = tiny.written(asked)
    found = rows(choices, "secured if opened", "secured by the standard", "secured where both")
    assert set(choices.secured) == {("ARE", 1), ("ARE", 2)}
    for key in choices.secured:
        for adopted, opened in product(signings(asked, "ARE", "standard"), (0.0, 1.0)):
            point = {**adopted, ("opened", key): opened}
            covered = opened * standing(asked, point, "standard", "ARE", key[1])
            assert most(found, ("secured", key), point) == pytest.approx(covered, abs=1e-12)
            own = [row for row in found.values() if ("secured", key) in row[0]]
            assert met(own, {**point, ("secured", key): covered})
            assert not met(own, {**point, ("secured", key): covered - 1e-6}) or covered == 0


def test_chips_at_certified_places_are_covered_already(written: Choices) -> None:
    assert not [key for key in written.secured if key[0] == "MYS"]


@pytest.mark.parametrize("code", ["IND", "MYS"])
def test_a_rate_is_bought_exactly_where_a_deal_is_signed_without_threat(whole: Question, code: str) -> None:
    """Of all parts of a rate that could be bought in each period only z u meets the rows."""
    choices = tiny.written(whole)
    found = rows(choices, "bought with a deal", "bought without threat", "threat or not")
    own = [row for (_, key), row in found.items() if code in (key, key[0])]
    dates = list(whole.talks[code].load)
    for signed, free in product(signings(whole, code), (0.0, 1.0)):
        point = {**signed, ("unthreatened", code): free}
        allowed = [
            parts
            for parts in product(PARTS, repeat=len(dates))
            if met(own, {**point, **{("bought", (code, d)): p for d, p in zip(dates, parts, strict=True)}})
        ]
        assert allowed == [tuple(signed.get(("sign", (code, d)), 0.0) * free for d in dates)]


@pytest.mark.parametrize(("kinds", "free"), [({True}, [1.0]), ({False}, [0.0]), ({True, False}, [0.0, 1.0])])
def test_of_the_kinds_of_deal_that_are_not_worth_it_none_is_signed(
    whole: Question, kinds: set[bool], free: list[float]
) -> None:
    """Where a deal is signed, and whether the partner may then be free of threat; where none is, it may always be."""
    choices = tiny.written(replace(whole, kinds={"IND": frozenset(kinds)}))
    upper = float(True in kinds)
    found = rows(choices, "bought with a deal", "bought without threat", "threat or not")
    own = [row for (_, key), row in found.items() if "IND" in (key, key[0])]

    def possible(point: Point) -> bool:
        return any(met(own, {**point, ("bought", ("IND", 1)): v}) for v in (0.0, 1.0) if v <= upper)

    signed = {("sign", ("IND", 1)): 1.0}
    assert [u for u in (0.0, 1.0) if possible({**signed, ("unthreatened", "IND"): u})] == free
    assert all(possible({("unthreatened", "IND"): u}) for u in (0.0, 1.0))
    highest = choices.program.solve(held={("sign", ("IND", 1)): (1.0, 1.0)}).mapping("bought")["IND", 1]
    assert highest <= upper + 1e-9


def test_parts_of_rates_add_up_to_one_and_only_those_of_its_kind(whole: Question) -> None:
    """In a deal of India, under threat or not: the first two rates are under threat, the other two are bought."""
    found = rows(tiny.written(whole), "rate under threat", "rate bought")
    for signed, free in product(signings(whole, "IND"), (0.0, 1.0)):
        for date in whole.talks["IND"].load:
            z = signed.get(("sign", ("IND", date)), 0.0)
            point = {**signed, ("bought", ("IND", date)): z * free}
            for step, bought in enumerate((False, False, True, True)):
                ask = ("ask", ("IND", "tariff_relief", step, date))
                other = ("ask", ("IND", "tariff_relief", step ^ 1, date))
                most_here = z * (free if bought else 1 - free)
                assert most(found, ask, point) == pytest.approx(most_here)
                assert most(found, ask, {**point, other: 0.5 * most_here}) == pytest.approx(0.5 * most_here)


def test_only_what_hangs_on_a_deal_counts_by_the_chance_that_talks_hold(whole: Question) -> None:
    """Talks fail one time in five: opened cells, rates alone, whom chips are taken from, and talks count in full."""
    sure = replace(whole, world=whole.world.patched({"threat.failure": {"set": 0.0}}))
    counted, full = weights(tiny.written(whole)), weights(tiny.written(sure))
    assert set(counted) == set(full)
    ratios = {family: {round(counted[k] / full[k], 12) for k in counted if k[0] == family} for family, _ in counted}
    assert ratios == {
        **{family: {HOLDS} for family in ("ask", "grant", "saved")},
        **{family: {1.0} for family in ("opened", "unthreatened", "displaced", "sign")},
    }
    assert weights(tiny.written(whole), holds=1.0) == full


def test_what_is_done_alone_is_worth_what_its_chips_and_its_rate_are(whole: Question, written: Choices) -> None:
    told = weights(written)
    for cell in whole.cells:
        assert told["opened", (cell.economy, cell.period)] == pytest.approx(cell.us * sum(cell.widths))
    assert told["unthreatened", "IND"] == pytest.approx(0.8 * 2.2)
    assert told["unthreatened", "MYS"] == pytest.approx(0.3)


def test_where_nothing_may_be_done_alone_the_rows_are_those_of_deals_alone() -> None:
    choices = tiny.written(tiny.question(unilateral_opening=False))
    for family in ("opened", "unthreatened", "bought", "permitted", "secured"):
        assert not getattr(choices, family)
    access = rows(choices, "access under a deal")["access under a deal", ("MYS", 2, 0)][0]
    assert access["sign", ("MYS", 1)] == pytest.approx(-26 * choices.question.survival(1, 2))


def test_a_cell_of_a_partner_that_is_not_talked_to_can_be_opened(whole: Question) -> None:
    choices = formulate(whole.talking_to(("ARE",)), without=of_diversion())
    answer = choices.program.solve()
    assert {key for key, value in answer.mapping("opened").items() if value > 0.5} >= {("IND", 1), ("MYS", 2)}
    assert set(answer.mapping("unthreatened")) == {"IND", "MYS"}
    assert {key[0] for key in choices.sign} == {"ARE"}


def test_what_is_opened_counts_against_the_limit_of_its_year_as_if_there_were_no_deals(
    whole: Question, written: Choices
) -> None:
    """All that leaks of it, whatever standard a deal might bring, within the limit less what is diverted anyway."""
    found = rows(written, ALONE)
    assert {key for _, key in found} == {2026}, "no cell of 2025 can be opened"
    ((pairs, _, room),) = found.values()
    assert pairs == pytest.approx({("opened", (c.economy, c.period)): c.leak * c.opened for c in whole.cells})
    assert room == pytest.approx(next(y.limit - y.no_deal for y in expected_diversion(whole) if y.year == 2026))


def test_a_standard_that_a_deal_would_bring_makes_no_room_for_opening(whole: Question) -> None:
    """With what two countries' standards save Malaysia's last cell is within the limit; but their talks may fail."""
    cell = next(c for c in whole.cells if (c.economy, c.period) == ("MYS", 2))
    held: dict[Label, tuple[float, float]] = {("opened", (c.economy, c.period)): (0.0, 0.0) for c in whole.cells}
    held[("opened", (cell.economy, cell.period))] = (1.0, 1.0)
    held |= {(family, (code, 0)): (1.0, 1.0) for family in ("sign", "standard") for code in ("ARE", "MYS")}
    year = next(y for y in expected_diversion(whole) if y.year == 2026)
    answer = formulate(whole, without=(*of_worst_case(), ALONE)).program.solve(held=held)
    saved = sum(answer.value("saved", (code, period)) for code in ("ARE", "MYS") for period in (1, 2))
    leak = cell.leak * cell.opened
    assert year.no_deal + leak - saved < year.limit < year.no_deal + leak
    with pytest.raises(InfeasibleError):
        formulate(whole, without=of_worst_case()).program.solve(held=held)


def test_the_surer_talks_fail_the_nearer_the_plan_is_to_the_best_alone(whole: Question) -> None:
    """At 1 it is the best alone; at 0.99 it opens the same, and is ahead by what is left of its deals at most.

    If a standard made room for opening, a deal would be signed for that alone, however surely its talks fail.
    """
    alone, never, hardly = (
        failing(whole, chance, signing) for chance, signing in ((1.0, False), (1.0, True), (0.99, True))
    )
    assert formulate(never.question).program.solve(gap=0.0).objective == pytest.approx(alone.gain)
    assert never.gain == pytest.approx(alone.gain)
    assert not never.signed
    assert hardly.signed
    assert done_alone(hardly) == done_alone(never) == done_alone(alone)
    assert alone.gain < hardly.gain <= alone.gain + 0.01 * hardly.amount(hardly.conditional) + 1e-6
    loose = solve(hardly.question, without=(ALONE,))
    assert done_alone(loose)[0] > done_alone(alone)[0]
    assert loose.gain > 2 * alone.gain


def failing(whole: Question, chance: float, signing: bool) -> Plan:
    """The plan where talks fail with a chance, or where nobody is talked to."""
    scenario = whole.scenario.changed(gap=0.0, must_not_sign=() if signing else whole.codes)
    world = whole.world.patched({"threat.failure": {"set": chance}})
    return solve(replace(whole, world=world, scenario=scenario))


def done_alone(plan: Plan) -> tuple[set[tuple[str, int]], set[str]]:
    """Cells that are opened, and partners that no rate is threatened against."""
    return {(c.economy, c.period) for c in plan.asked.cells if plan.opened(c) > 0}, set(plan.unthreatened)


def weights(choices: Choices, *, holds: float | None = None) -> dict[Label, float]:
    """Weight of every variable in the objective, all goals together."""
    labels = {variable.id: (family, key) for family, key, variable in variables(choices)}
    found: dict[Label, float] = {}
    for pairs in goal_terms(choices, holds=holds).values():
        for variable, weight in pairs:
            label = labels[variable.id]
            found[label] = found.get(label, 0.0) + weight
    return found
