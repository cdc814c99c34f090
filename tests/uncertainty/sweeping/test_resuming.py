"""Whatever stops a sweep, and wherever: what is gone on with is what it would have been, and nothing is done twice."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.kit.errors import InputError
from deals.uncertainty.sweeping.manifest import COMPUTING, NAME, Manifest
from deals.uncertainty.sweeping.running import sweep
from deals.uncertainty.sweeping.store import read
from tests.uncertainty.sweeping.toy import Counted, Toy, bits

COUNT, CHUNK = 30, 4
FILES = [f"chunk-{number:08}.parquet" for number in range(8)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an undisturbed sweep."""
    folder = tmp_path_factory.mktemp("sweeps") / "whole"
    sweep(Toy(), COUNT, folder=folder)
    return folder


@pytest.fixture
def copied(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "sweep"))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def draws(file: int) -> set[int]:
    return set(range(file * CHUNK, min((file + 1) * CHUNK, COUNT)))


def test_a_folder_holds_a_manifest_and_a_file_a_chunk(whole: Path) -> None:
    assert names(whole) == {NAME, *FILES}
    manifest = Manifest.read(whole)
    assert manifest.fingerprint == {"seed": "1", "data": "of the tests"}
    assert (manifest.count, manifest.chunk) == (COUNT, CHUNK)
    assert list(manifest.columns) == list(read(whole).columns)
    assert set(manifest.packages) == set(COMPUTING)
    assert manifest.begun.tzinfo is not None


left = st.one_of(st.just(1.0), st.just(None), st.floats(0, 1, exclude_max=True), st.binary(max_size=40))
"""What is left of a file: all, nothing, the first part, or something else in its place."""


@settings(max_examples=40)
@given(
    of_each=st.lists(left, min_size=len(FILES), max_size=len(FILES)),
    swapped=st.booleans(),
    stale=st.sets(st.sampled_from([*FILES, NAME])),
    more=st.integers(0, 9),
)
def test_whatever_is_left_of_a_sweep_it_ends_as_if_undisturbed(
    whole: Path, of_each: list[float | bytes | None], swapped: bool, stale: set[str], more: int
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(whole, Path(place) / "sweep"))
        lost: set[int] = set()
        for number, (file, rest) in enumerate(zip(FILES, of_each, strict=True)):
            data = (folder / file).read_bytes()
            match rest:
                case None:
                    (folder / file).unlink()
                case bytes():
                    (folder / file).write_bytes(rest)
                case _:
                    (folder / file).write_bytes(data[: int(rest * len(data))])
            lost |= draws(number) if rest != 1.0 else set()
        if swapped:
            shutil.copyfile(whole / FILES[1], folder / FILES[2])
            lost |= draws(2)
        for name in stale:
            (folder / f".{name}.{'0a' * 8}.unfinished").write_bytes(b"PAR1")
        if more:
            lost |= draws(7) | set(range(COUNT, COUNT + more))
        work = Counted()
        frame = sweep(work, COUNT + more, folder=folder, resume=True)
        assert bits(frame) == bits(read(folder)) == bits(sweep(Toy(), COUNT + more))
        assert set(work.asked) == lost
        assert len(work.asked) == len(lost)
        assert not [name for name in names(folder) if name.endswith(".unfinished")]


def test_a_file_with_one_bit_turned_is_done_again(copied: Path) -> None:
    wanted = bits(read(copied))
    path = copied / FILES[3]
    data = bytearray(path.read_bytes())
    data[len(data) // 5] ^= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match="cannot be read; resume the sweep"):
        read(copied)
    work = Counted()
    assert bits(sweep(work, COUNT, folder=copied, resume=True)) == wanted
    assert work.asked == [12, 13, 14, 15]


def test_finished_files_are_not_touched(copied: Path) -> None:
    (copied / FILES[2]).unlink()
    before = {name: (copied / name).stat() for name in names(copied)}
    sweep(Toy(), COUNT, folder=copied, resume=True)
    after = {name: (copied / name).stat() for name in before}
    assert {name: (s.st_ino, s.st_mtime_ns) for name, s in after.items()} == {
        name: (s.st_ino, s.st_mtime_ns) for name, s in before.items()
    }


def test_a_stopped_sweep_can_be_read_in_the_order_of_draws(copied: Path) -> None:
    for number in (0, 4):
        (copied / FILES[number]).unlink()
    assert list(read(copied)["draw"]) == [*range(4, 16), *range(20, 30)]


def test_a_sweep_that_was_asked_for_more_and_stopped_at_once_still_has_its_rows(copied: Path) -> None:
    manifest = Manifest.read(copied)
    manifest.model_copy(update={"count": 50}).write(copied)
    assert list(read(copied)["draw"]) == list(range(COUNT))


def test_a_sweep_stopped_before_its_manifest_was_written_begins(tmp_path: Path) -> None:
    folder = tmp_path / "sweep"
    folder.mkdir()
    assert len(sweep(Toy(), 5, folder=folder, resume=True)) == 5
    for name in names(folder):
        (folder / name).unlink()
    (folder / f".{NAME}.{'0a' * 8}.unfinished").write_text("{", encoding="utf-8")
    assert len(sweep(Toy(), 5, folder=folder, resume=True)) == 5


def test_a_sweep_of_something_else_is_refused_with_every_mismatch(copied: Path) -> None:
    data = json.loads((copied / NAME).read_text(encoding="utf-8"))
    data["packages"]["numpy"] = "1.0"
    data["fingerprint"]["scenario"] = "abc"
    data["columns"]["who"] = "float"
    (copied / NAME).write_text(json.dumps(data), encoding="utf-8")
    before = {name: (copied / name).read_bytes() for name in names(copied)}
    with pytest.raises(InputError) as caught:
        sweep(Toy(chunk=5, seed=2, extra=("cost",)), COUNT - 1, folder=copied, resume=True)
    found = {problem.field: problem for problem in caught.value.problems}
    assert list(found) == [
        *("fingerprint.seed", "fingerprint.scenario", "count", "chunk", "columns.who", "columns.cost"),
        "packages.numpy",
    ]
    assert all(problem.file == str(copied / NAME) and problem.fix for problem in caught.value.problems)
    assert str(found["fingerprint.seed"]).endswith(
        ": fingerprint.seed: is 2 now (found '1'); ask for the same seed again, or sweep into another folder"
    )
    assert "install numpy 1.0 again" in found["packages.numpy"].fix
    assert "30 draws or more" in found["count"].fix
    assert before == {name: (copied / name).read_bytes() for name in names(copied)}


@pytest.mark.parametrize("resume", [False, True])
def test_a_folder_of_anything_else_is_refused_and_left_as_it_is(tmp_path: Path, resume: bool) -> None:
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError):
        sweep(Toy(), COUNT, folder=tmp_path, resume=resume)
    assert names(tmp_path) == {"diary.txt"}


def test_a_sweep_is_not_begun_twice_nor_in_a_file(copied: Path) -> None:
    with pytest.raises(InputError, match="holds something already; resume the sweep in it"):
        sweep(Toy(), COUNT, folder=copied)
    with pytest.raises(InputError, match="is no folder"):
        sweep(Toy(), COUNT, folder=copied / NAME)
    with pytest.raises(InputError, match="is no folder"):
        sweep(Toy(), COUNT, folder=copied / NAME, resume=True)


def test_what_is_not_there_cannot_be_gone_on_with_and_what_takes_nothing_not_begun(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no sweep to go on with"):
        sweep(Toy(), COUNT, folder=tmp_path / "none", resume=True)
    with pytest.raises(InputError, match="the folder /proc takes no files"):
        sweep(Toy(), COUNT, folder="/proc/sweep")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [("{", ""), ({"count": "many"}, "count"), ({"columns": {"a": "number"}}, "columns.a"), ({"more": 1}, "more")],
)
def test_a_manifest_that_somebody_spoilt_is_refused(copied: Path, change: Any, field: str) -> None:
    data = json.loads((copied / NAME).read_text(encoding="utf-8"))
    text = change if isinstance(change, str) else json.dumps(data | change)
    (copied / NAME).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(copied)
    assert [(problem.file, problem.field) for problem in caught.value.problems] == [(str(copied / NAME), field)]


def test_what_is_no_sweep_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path, tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(InputError, match="is missing; name the folder of a sweep"):
            read(place)
