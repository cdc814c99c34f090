"""Places are looked at before anything is written or read: what cannot be is told, and nothing waits for ever."""

import os
from pathlib import Path
from typing import Any

import pytest

from deals.kit.errors import InputError, NotWrittenError
from deals.kit.folder.output import check_folder
from deals.kit.folder.place import PIPE, path_of, place_for_file, plain_file
from deals.kit.folder.whole import write_whole

CLOSED = Path("/proc")
"""A folder of the system that takes no files, whoever asks."""


def test_a_file_has_a_place_where_a_folder_takes_it(tmp_path: Path) -> None:
    assert place_for_file(tmp_path / "a.txt") == tmp_path / "a.txt"
    assert list(tmp_path.iterdir()) == []


def test_what_is_in_the_way_of_a_file_is_told_with_the_path(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, told in (
        (CLOSED / "x", "the folder /proc takes no files"),
        (tmp_path, "is a folder"),
        (tmp_path / "pipe", PIPE),
        (Path("/dev/full"), PIPE),
        (tmp_path / "nowhere" / "x", "there is no folder"),
        (tmp_path / ("x" * 240), "File name too long"),
    ):
        with pytest.raises(InputError, match=told) as caught:
            place_for_file(path)
        (problem,) = caught.value.problems
        assert (problem.field, problem.value) == ("path", str(path))
        assert problem.fix


def test_a_folder_of_output_is_refused_where_nothing_can_be_made() -> None:
    for folder, told in ((CLOSED / "a" / "b", "/proc takes no files"), (Path("/"), "names no"), (CLOSED, "mounted")):
        with pytest.raises(InputError, match=told):
            check_folder(folder, "tests")


@pytest.mark.parametrize("given", [None, 3, "", ["a"], b"a", "a\0b"])
def test_what_is_no_path_is_told(given: Any) -> None:
    with pytest.raises(InputError, match="is no path"):
        path_of(given)


def test_a_reader_is_kept_from_what_may_never_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(OSError, match=PIPE):
            plain_file(path)


def test_what_the_disk_refuses_while_writing_is_one_of_the_projects_errors(tmp_path: Path) -> None:
    def full(path: Path) -> None:
        path.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(NotWrittenError, match=r"a\.txt: could not be written: No space left on device; make room"):
        write_whole(tmp_path / "a.txt", full)
    assert list(tmp_path.iterdir()) == []
