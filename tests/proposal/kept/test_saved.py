"""A proposal in a file: equal in every table without solving again, and refused where it is not as it was saved."""

import json
import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import deals
from deals.kit.errors import InputError, NotWrittenError
from deals.plan import baselines
from deals.proposal import Proposal
from deals.proposal.kept import opening
from deals.proposal.kept.archive import MANIFEST, fingerprint
from deals.proposal.kept.saving import ODDS, OFFERS, OPENED, RUN, SCENARIO, SOLVED, plan_file

TABLES = ("summary", "packages", "schedule", "quotas", "access", "alone", "diversion", "rests_on", "left_out")


@pytest.fixture(scope="session")
def saved(untouched: Proposal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return untouched.save(tmp_path_factory.mktemp("saved") / "small.deals")


@pytest.fixture(scope="session")
def reopened(saved: Path) -> Proposal:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(baselines, "search", _solved_again)
        return deals.open(saved)


def _solved_again(*_: Any, **__: Any) -> None:
    raise AssertionError("a plan was solved again")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_the_same_to_the_bit(untouched: Proposal, reopened: Proposal, name: str) -> None:
    pd.testing.assert_frame_equal(getattr(reopened, name), getattr(untouched, name), check_exact=True)


def test_gains_odds_offers_and_the_report_are_the_same(untouched: Proposal, reopened: Proposal) -> None:
    assert reopened.scenario == untouched.scenario
    assert reopened.report == untouched.report
    assert reopened.drift == untouched.drift
    pd.testing.assert_series_equal(reopened.goals, untouched.goals, check_exact=True)
    for name in ("table", "readings"):
        mine, theirs = (getattr(one.baselines, name) for one in (reopened, untouched))
        pd.testing.assert_frame_equal(mine, theirs, check_exact=True)
    assert reopened.sure is not None
    assert untouched.sure is not None
    assert reopened.offered is not None
    assert untouched.offered is not None
    for mine, theirs in (
        (reopened.sure.held, untouched.sure.held),
        (reopened.sure.table, untouched.sure.table),
        (reopened.offered.table, untouched.offered.table),
        *((reopened.offered[c].amounts, untouched.offered[c].amounts) for c in untouched.offered.of),
    ):
        pd.testing.assert_frame_equal(mine, theirs, check_exact=True)
    assert reopened.sure.work == untouched.sure.work


def test_pages_sheets_and_prices_are_the_same(untouched: Proposal, reopened: Proposal) -> None:
    assert reopened._repr_markdown_() == untouched._repr_markdown_()
    assert [deal.markdown() for deal in reopened] == [deal.markdown() for deal in untouched]
    pd.testing.assert_frame_equal(reopened.binding(), untouched.binding(), check_exact=True)


def test_what_is_opened_can_be_questioned(reopened: Proposal) -> None:
    assert reopened.evaluate("IND", {"purchases": 10}, draws=0).sentence
    assert reopened.division("IND").table.shape[0] > 0


def test_saved_again_it_is_the_same_file(reopened: Proposal, saved: Path, tmp_path: Path) -> None:
    assert reopened.save(tmp_path / "again.deals").read_bytes() == saved.read_bytes()


def test_it_holds_json_and_csv_alone_and_no_code(saved: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        names = archive.namelist()
        assert all(name.endswith((".json", ".csv")) for name in names)
        assert {MANIFEST, SCENARIO, OPENED, SOLVED, RUN, ODDS, OFFERS, plan_file("plan")} <= set(names)
        for name in names:
            text = archive.read(name).decode()
            assert text.startswith("variable,key,value") if name.endswith(".csv") else json.loads(text) is not None


# Tampered with.


def changed(saved: Path, target: Path, change: Callable[[dict[str, str]], None], *, sealed: bool = False) -> Path:
    """The same file with other texts; sealed, with fingerprints to match."""
    with zipfile.ZipFile(saved) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    change(texts)
    if sealed:
        manifest = json.loads(texts[MANIFEST])
        manifest["files"] = {name: fingerprint(text) for name, text in texts.items() if name != MANIFEST}
        texts[MANIFEST] = json.dumps(manifest)
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return target


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        deals.open(path)
    (problem,) = caught.value.problems
    assert problem.file == str(path)
    assert problem.fix
    return str(problem)


def a_digit_more(name: str) -> Callable[[dict[str, str]], None]:
    """One digit of a text is another."""

    def change(texts: dict[str, str]) -> None:
        text = texts[name]
        place = next(k for k in range(len(text) - 1, 0, -1) if text[k] in "12345678")
        texts[name] = f"{text[:place]}{int(text[place]) + 1}{text[place + 1 :]}"

    return change


@pytest.mark.parametrize(
    "name", [SCENARIO, OPENED, SOLVED, RUN, ODDS, OFFERS, plan_file("plan"), plan_file("best_alone")]
)
def test_one_digit_changed_anywhere_is_told(saved: Path, tmp_path: Path, name: str) -> None:
    told = refused(changed(saved, tmp_path / "x.deals", a_digit_more(name)))
    assert f"{name}: is not as it was saved" in told


def without_odds(texts: dict[str, str]) -> None:
    del texts[ODDS]


def test_a_part_taken_out_or_put_in_is_told(saved: Path, tmp_path: Path) -> None:
    assert "odds.json: is missing" in refused(changed(saved, tmp_path / "a.deals", without_odds))
    more = refused(changed(saved, tmp_path / "b.deals", lambda t: t.update({"more.json": "{}"})))
    assert "more.json: is not as it was saved" in more


def of_plan(texts: dict[str, str], change: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
    solved = json.loads(texts[SOLVED])
    solved["plan"] = {**solved["plan"], **change(solved["plan"])}
    texts[SOLVED] = json.dumps(solved)


def larger_grants(texts: dict[str, str]) -> None:
    lines = texts[plan_file("plan")].splitlines()
    grown = [
        f"{line.rpartition(',')[0]},{2 * float(line.rpartition(',')[2])}" if line.startswith("ask,") else line
        for line in lines
    ]
    texts[plan_file("plan")] = "\n".join(grown) + "\n"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (larger_grants, "misses a row"),
        (lambda texts: of_plan(texts, lambda plan: {"objective": plan["objective"] + 1}), "and not"),
        (lambda texts: of_plan(texts, lambda plan: {"bound": plan["objective"] - 1}), "beyond its bound"),
        (lambda texts: of_plan(texts, lambda plan: {"status": "BEST"}), "BEST"),
        (lambda texts: texts.update({plan_file("plan"): "variable,key,value\nnobody,1,1.0\n"}), "nobody"),
        (lambda texts: texts.update({plan_file("plan"): "a,b\n"}), "another header"),
        (lambda texts: texts.update({RUN: "{}"}), "seconds"),
        (lambda texts: texts.update({ODDS: "[1]"}), "does not hold"),
        (lambda texts: texts.update({SOLVED: "no json"}), "does not hold"),
    ],
)
def test_what_is_sealed_anew_must_still_be_a_plan_of_its_question(
    saved: Path, tmp_path: Path, change: Callable[[dict[str, str]], None], told: str
) -> None:
    """Whoever makes fingerprints to match is found out by the rows of the programme."""
    assert told in refused(changed(saved, tmp_path / "x.deals", change, sealed=True))


def test_a_scenario_that_is_none_is_told_with_all_its_problems(saved: Path, tmp_path: Path) -> None:
    def change(texts: dict[str, str]) -> None:
        texts[SCENARIO] = json.dumps({**json.loads(texts[SCENARIO]), "regime": "none", "gap": 7})

    with pytest.raises(InputError) as caught:
        deals.open(changed(saved, tmp_path / "x.deals", change, sealed=True))
    assert [problem.field for problem in caught.value.problems] == [SCENARIO, "gap", "regime"]


def test_one_that_rests_on_other_data_is_told(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "identity_of", lambda _: {"data": "other"})
    assert "rests on other data" in refused(saved)


def test_one_of_a_later_form_is_told(saved: Path, tmp_path: Path) -> None:
    def later(texts: dict[str, str]) -> None:
        texts[MANIFEST] = json.dumps({**json.loads(texts[MANIFEST]), "form_version": 2})

    assert "has form 2" in refused(changed(saved, tmp_path / "x.deals", later))


def test_what_is_no_such_file_is_told(saved: Path, tmp_path: Path) -> None:
    missing, text, half, folder = (tmp_path / name for name in ("none", "text", "half", "folder"))
    text.write_text("a note of mine")
    half.write_bytes(saved.read_bytes()[: saved.stat().st_size // 2])
    folder.mkdir()
    told = [refused(path) for path in (missing, text, half, folder)]
    assert all("cannot be read" in line or "is no saved proposal" in line for line in told)
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "b")
    assert "is no saved proposal's" in refused(other)
    os.mkfifo(tmp_path / "pipe")
    assert all("is a pipe or a device" in refused(path) for path in (tmp_path / "pipe", Path("/dev/zero")))


# Written.


def test_nothing_of_the_users_is_overwritten_and_a_saved_proposal_is(untouched: Proposal, tmp_path: Path) -> None:
    note, folder = tmp_path / "note.txt", tmp_path / "folder"
    note.write_text("mine")
    folder.mkdir()
    for path in (note, folder, tmp_path / "nowhere" / "x.deals"):
        with pytest.raises(InputError):
            untouched.save(path)
    assert note.read_text() == "mine"
    target = untouched.save(tmp_path / "x.deals")
    assert untouched.save(target) == target
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "note.txt", "x.deals"]


def test_a_disk_that_refuses_leaves_the_old_file_and_no_debris(
    untouched: Proposal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = untouched.save(tmp_path / "x.deals")
    before = target.read_bytes()

    def full(*_: Any, **__: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(NotWrittenError, match=r"x\.deals: could not be written: no space"):
        untouched.save(target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["x.deals"]
