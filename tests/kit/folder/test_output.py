"""A folder of output is whole or not there, and never takes anybody's files with it."""

import os
from pathlib import Path

import pytest

from deals.kit.errors import InputError, NotWrittenError
from deals.kit.folder import swap
from deals.kit.folder.manifest import Manifest
from deals.kit.folder.output import check_folder, write_folder
from tests.kit.folder.writing import MADE_BY, amiss, version, write

NOTES = {"notes.md": b"ask again in March", "sheets/mine.md": b"mine", "2026/deep/table.csv": b"a,b\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a version of ours and notes of somebody else's."""
    folder = tmp_path / "place" / "out"
    write(folder, 1)
    keep(folder, NOTES)
    return folder


def keep(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def problems(folder: Path, names: tuple[str, ...] = ("part-0.txt",)) -> list[str]:
    with pytest.raises(InputError) as refused:
        check_folder(folder, MADE_BY, names)
    return [str(problem) for problem in refused.value.problems]


def test_a_new_version_takes_the_place_of_the_old_and_notes_stay(folder: Path) -> None:
    note = (folder / "notes.md").stat()
    write(folder, 2)
    assert amiss(folder, NOTES) == []
    assert os.path.samestat((folder / "notes.md").stat(), note)
    assert not (folder / "sheets" / "1.md").exists()


def test_where_two_folders_cannot_be_exchanged_it_is_done_in_two_steps(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "exchanged", lambda one, other: False)
    write(folder, 2)
    assert amiss(folder, NOTES) == []


def test_where_a_disk_knows_no_second_names_notes_are_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError("not supported")

    monkeypatch.setattr(os, "link", refuse)
    write(folder, 2)
    assert amiss(folder, NOTES) == []


def test_a_disk_that_refuses_leaves_all_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "fresh":
            raise OSError("the disk refuses")
        return move(self, target)

    monkeypatch.setattr(swap, "exchanged", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(NotWrittenError, match="could not be written: the disk refuses"):
        write(folder, 2)
    assert amiss(folder, NOTES) == []
    assert Manifest.read(folder) == Manifest.of(MADE_BY, {"number": 1}, version(1))


def test_a_note_saved_while_folders_change_places_is_the_one_that_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = swap.exchanged

    def late(one: Path, other: Path) -> bool:
        (other / "notes.md").unlink()
        keep(other, {"notes.md": b"newer", "new/late.md": b"late"})
        return exchange(one, other)

    monkeypatch.setattr(swap, "exchanged", late)
    write(folder, 2)
    assert amiss(folder, {**NOTES, "notes.md": b"newer", "new/late.md": b"late"}) == []


def test_what_was_left_by_a_writer_and_its_guard_is_swept_away(folder: Path) -> None:
    """And nothing that merely looks like it."""
    (folder.parent / ".out.0123456789abcdef.unfinished" / "fresh").mkdir(parents=True)
    (folder.parent / ".other.0123456789abcdef.unfinished").mkdir()
    write(folder, 2)
    assert sorted(path.name for path in folder.parent.iterdir()) == [".other.0123456789abcdef.unfinished", "out"]


def test_a_folder_that_was_moved_away_comes_back(folder: Path) -> None:
    """Where both died between two steps of a swap."""
    workshop = folder.parent / ".out.0123456789abcdef.unfinished"
    workshop.mkdir()
    folder.rename(workshop / "old")
    write(folder, 2)
    assert amiss(folder, NOTES) == []


def test_everything_in_the_way_is_told_at_once(folder: Path) -> None:
    keep(folder, {"part-3.txt": b"mine now", "part-4.txt": b"mine too", "fresh.txt": b"mine"})
    told = problems(folder, ("part-0.txt", "fresh.txt", "notes.md/below.txt"))
    assert [line.rpartition("out/")[2].partition(";")[0] for line in told] == [
        "fresh.txt: would be overwritten",
        "notes.md: is in the way of a folder",
        "part-3.txt: was changed since it was written",
        "part-4.txt: was changed since it was written",
    ]


def test_what_something_else_wrote_is_not_replaced(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds what a test wrote"):
        check_folder(folder, "something else")
    (tmp_path / "sweep").mkdir()
    for text in (
        '{"fingerprint": {}, "count": 3}',
        "[",
        "[]",
        '{"made_by": 3, "files": {}}',
        '{"made_by": "a", "files": []}',
    ):
        (tmp_path / "sweep" / "manifest.json").write_text(text, encoding="utf-8")
        assert "no manifest of output" in problems(tmp_path / "sweep")[0]


def test_a_folder_that_cannot_be_replaced_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "link").symlink_to(folder)
    assert "no folder of its own" in problems(folder.parent / "link")[0]
    assert "notes.md is no folder" in problems(folder / "notes.md" / "out")[0]
    monkeypatch.chdir(folder / "sheets")
    assert "the folder that this runs in" in problems(folder)[0]
    assert "the folder that this runs in" in problems(Path())[0]


def test_a_folder_of_ours_may_lie_in_another(folder: Path) -> None:
    """Default folders lie so, and either can be written again."""
    write_folder(folder / "compare", "another", {}, {"goals.csv": b"1"})
    write(folder, 2)
    write_folder(folder / "compare", "another", {}, {"goals.csv": b"2"})
    assert (folder / "compare" / "goals.csv").read_bytes() == b"2"
    (folder / "compare" / "manifest.json").unlink()
    assert amiss(folder, {**NOTES, "compare/goals.csv": b"2"}) == []


def test_without_a_second_process_it_is_written_all_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError("too many processes")

    monkeypatch.setattr("deals.kit.folder.guard.subprocess.Popen", refuse)
    write(folder, 2)
    assert amiss(folder, NOTES) == []
