"""A file takes the place of its own kind and of nothing else, whole or not at all."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from deals.kit.errors import InputError
from deals.page.files.put import EXCEL, WEB, WORD, check_place, put, timeless

PAGE = b"<!doctype html>\n<p>one"


def archive(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name in names:
            parts.writestr(name, "x")
    return out.getvalue()


def test_an_earlier_file_of_the_kind_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    for ending, content in (
        (WEB, PAGE),
        (WORD, archive("word/document.xml")),
        (EXCEL, archive("xl/workbook.xml")),
    ):
        path = tmp_path / f"a{ending}"
        put(path, ending, content)
        put(path, ending, content)
        assert path.read_bytes() == content
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("ending", [WEB, WORD, EXCEL])
def test_another_kind_of_file_a_folder_and_a_wrong_name_are_refused(tmp_path: Path, ending: str) -> None:
    foreign, folder = tmp_path / f"foreign{ending}", tmp_path / f"folder{ending}"
    foreign.write_bytes(archive("mine.txt"))
    folder.mkdir()
    for path, said in (
        (foreign, "is there already"),
        (folder, "is a folder"),
        (tmp_path / "a.txt", f"end the name in {ending}"),
        (tmp_path / "nowhere" / f"a{ending}", "there is no folder"),
    ):
        with pytest.raises(InputError, match=said):
            check_place(path, ending)
        with pytest.raises(InputError, match=said):
            put(path, ending, PAGE)
    assert foreign.read_bytes() == archive("mine.txt")
    assert {path.name for path in tmp_path.iterdir()} == {foreign.name, folder.name}


def test_archives_lose_their_times() -> None:
    with zipfile.ZipFile(BytesIO(timeless(archive("a", "b")))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.namelist() == ["a", "b"]
