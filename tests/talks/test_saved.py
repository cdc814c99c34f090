"""Saved talks are read move by move: what nobody could have said is refused, with its place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deals.kit.errors import InputError
from deals.plan.plan import Plan
from deals.talks.negotiating import load_table
from deals.talks.saved import check_packages, read_talks
from deals.talks.table import Table

Edit = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def table(india: Plan) -> Table:
    """Talks that ended with a deal: our offer, theirs, our acceptance."""
    table = Table(india, "IND")
    table.offer()
    table.counter({"tariff_cut": 0.5})
    table.accept()
    return table


@pytest.fixture
def saved(table: Table, tmp_path: Path) -> Path:
    table.save(tmp_path / "talks.json")
    return tmp_path / "talks.json"


def refused(path: Path, edit: Edit, table: Table) -> list[str]:
    """What is said of the file after an edit of what it holds."""
    content = json.loads(path.read_text(encoding="utf-8"))
    edit(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        check_packages(read_talks(path), table.domain.deal, str(path))
    assert all(problem.file == str(path) for problem in caught.value.problems)
    return [f"{problem.field}: {problem.message}" for problem in caught.value.problems]


def first(content: dict[str, Any]) -> str:
    return str(next(iter(content["moves"][0]["terms"])))


def improved(content: dict[str, Any]) -> None:
    content["moves"].insert(0, {**content["moves"][0], "side": "both", "kind": "improved"})


def other_terms(content: dict[str, Any]) -> None:
    content["moves"][2]["terms"][first(content)] = 0.123


def test_talks_as_they_were_saved_are_taken_up(saved: Path, table: Table) -> None:
    assert load_table(saved).history.equals(table.history)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda c: c.update(rounds=True), "rounds: not saved talks"),
        (lambda c: c.update(rounds=0), "rounds: not saved talks"),
        (lambda c: c.update(moves={}), "moves: not saved talks"),
        (lambda c: c["moves"].insert(1, 7), "moves.1: is no move"),
        (lambda c: c["moves"][0].update(side="Brazil"), "moves.0: is nothing that anybody says"),
        (lambda c: c["moves"][0].update(side="partner"), "moves.0: does not say 'offer'"),
        (lambda c: c["moves"][0]["terms"].update({"-1": 1.0}), "moves.0.terms.-1: is no step"),
        (lambda c: c["moves"][0]["terms"].update({"9" * 30: 1.0}), f"moves.0.terms.{'9' * 30}: is no step"),
        (lambda c: c["moves"][0]["terms"].update({"0": float("nan")}), "moves.0.terms.0: is no number"),
        (lambda c: c["moves"][0]["terms"].update({"0": True}), "moves.0.terms.0: is no number"),
        (lambda c: c["moves"].pop(1), "moves.1: accepts what nobody proposed"),
        (lambda c: c["moves"][2].update(side="partner"), "moves.2: accepts something else than was offered"),
        (
            lambda c: c["moves"][2]["terms"].update({first(c): 0.123}),
            "moves.2: accepts something else than was proposed",
        ),
        (lambda c: c["moves"].append(c["moves"][0]), "moves.3: comes after a deal was made"),
        (
            lambda c: c["moves"].insert(0, {**c["moves"][0], "side": "both", "kind": "improved"}),
            "moves.0: improves a deal",
        ),
        (lambda c: c["moves"][0]["terms"].update({first(c): 1e9}), "is beyond its limits"),
        (lambda c: c["moves"][0]["terms"].update({first(c): -1.0}), "is beyond its limits"),
    ],
)
def test_what_nobody_could_have_said_is_refused_with_its_place(
    saved: Path, table: Table, edit: Edit, told: str
) -> None:
    assert any(told in line for line in refused(saved, edit, table))


def test_every_move_at_fault_is_told(saved: Path, table: Table) -> None:
    def edit(content: dict[str, Any]) -> None:
        content["moves"][0]["side"] = "nobody"
        content["moves"][1]["terms"] = []

    assert [line.partition(":")[0] for line in refused(saved, edit, table)] == ["moves.0", "moves.1"]


@pytest.mark.parametrize("text", ["", "[", "[]", "null", "[" * 100_000, "\udcff"])
def test_what_is_no_file_of_talks_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "talks.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    for path in (tmp_path / "talks.json", tmp_path / "none.json", tmp_path):
        with pytest.raises(InputError, match="not saved talks"):
            read_talks(path)
