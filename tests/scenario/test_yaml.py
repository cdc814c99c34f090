"""Scenarios are YAML 1.2: words are words, zeros in front are nothing, and whatever is wrong is told with its line."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.kit.errors import InputError, Problem
from deals.scenario import yaml_text
from deals.scenario.scenario import Scenario, load
from deals.scenario.yaml_file import LARGEST
from tests.scenario.conftest import SETTINGS
from tests.scenario.test_refusals import YAML


def value_of(written: str) -> Any:
    document = yaml_text.read(f"x: {written}\n", "q.yaml")
    assert not document.problems
    return document.data["x"]


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as error:
        Scenario.from_yaml(text, "q.yaml")
    return error.value.problems


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0500", 500), ("010", 10), ("-007", -7), ("0o17", 15), ("0x1F", 31), ("1e3", 1000.0), ("00.5", 0.5),
        (".5", 0.5), ("5.", 5.0), ("-.inf", -float("inf")), ("~", None), ("", None), ("Null", None),
        ("true", True), ("False", False),
    ],
)  # fmt: skip
def test_numbers_blanks_and_truth_are_those_of_the_core_schema(written: str, value: object) -> None:
    found = value_of(written)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "written",
    ["NO", "no", "No", "yes", "Y", "on", "OFF", "10:30", "1:20:30.5", "1_000", "0b11", "017:10", "2025-02-28",
     "2025-05-13 10:00:00", "=", "tRUE", "9" * 400, "+", "."],
)  # fmt: skip
def test_all_else_is_text_as_it_was_written(written: str) -> None:
    assert value_of(written) == written


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2025-02-30", "is no day of the calendar"),
        ("2025-13-05", "is no day of the calendar"),
        ("0000-00-00", "is no day of the calendar"),
        ("'2025-02-30'", "should be a valid date"),
        ("2025-5-13", "should be a valid date"),
        ("2025-05-13 10:00:00", "should be a valid date"),
        ("'20250513'", "should be a valid date"),
        ("20250513", "a date is needed"),
    ],
)
def test_a_day_that_is_none_is_told_with_its_line(day: str, why: str) -> None:
    (problem,) = problems_of(YAML.replace("2025-05-13", day))
    assert (problem.file, problem.field, str(problem.value)) == ("q.yaml:3", "world_date", day.strip("'"))
    assert why in problem.message
    assert "as 2025-05-13" in problem.fix


def test_days_and_hours_elsewhere_are_text() -> None:
    scenario = Scenario.from_yaml(YAML.replace("A small question", "2025-05-13") + "description: 10:30\n")
    assert (scenario.title, scenario.description) == ("2025-05-13", "10:30")


@pytest.mark.parametrize("day", ["0000-00-00", "2025-02-30", "2025-2-30", "2025-13-01 10:00"])
def test_a_day_that_is_none_is_told_wherever_it_stands_unless_in_quotes(day: str) -> None:
    (problem,) = problems_of(YAML.replace("A small question", day))
    assert (problem.file, problem.field, problem.value) == ("q.yaml:2", "title", day)
    assert "quotes" in problem.fix
    assert Scenario.from_yaml(YAML.replace("A small question", f"'{day}'")).title == day


@pytest.mark.parametrize(("line", "field"), [("must_sign: [NO]", "must_sign.1"), ("caps: {NO: 5}", "caps.NO")])
def test_norway_is_no_denial(line: str, field: str) -> None:
    (problem,) = problems_of(f"{YAML}{line}\n")
    assert (problem.field, problem.value, problem.message) == (field, "NO", "unknown country")
    assert problem.fix == "write NOR (Norway)"


def test_a_file_may_name_a_country_as_it_is_called_here_and_is_told_the_code_of_any_other_name() -> None:
    assert Scenario.from_yaml(f"{YAML}must_sign: [south korea, IND]\n").must_sign == ("KOR", "IND")
    assert [p.fix for p in problems_of(f"{YAML}must_sign: [UK, Swaziland]\n")] == [
        "write GBR (United Kingdom)",
        "write SWZ (Eswatini)",
    ]


def test_keys_are_text_as_they_were_written() -> None:
    document = yaml_text.read("{010: a, no: b, 1e3: c, ~: d}", "q.yaml")
    assert document.data == {"010": "a", "no": "b", "1e3": "c", "~": "d"}
    assert [problem.field for problem in problems_of(f"{YAML}5: x\n")] == ["5"]


def test_text_that_looks_like_a_number_is_asked_to_be_quoted() -> None:
    (problem,) = problems_of(YAML.replace("A small question", "1e3"))
    assert (problem.field, problem.value) == ("title", 1000.0)
    assert "quotes" in problem.fix


@pytest.mark.parametrize(
    "title",
    [
        "1e3",
        "0900",
        "0o17",
        "no",
        "yes",
        "10:30",
        "2025-2-30",
        "2025-13-01 x",
        "~",
        "1_000",
        "=",
        "0x1F",
        ".5",
        "\x1b[31m",
    ],
)
def test_text_that_either_yaml_would_misread_is_written_in_quotes(title: str) -> None:
    scenario = Scenario(**(SETTINGS | {"title": title}))
    assert Scenario.from_yaml(scenario.to_yaml()) == scenario


@given(st.dictionaries(st.text(min_size=1), st.text() | st.floats(allow_nan=False) | st.integers() | st.booleans()))
def test_plain_data_are_read_as_they_were_written(data: dict[str, Any]) -> None:
    if any(yaml_text.NO_TEXT.search(str(part)) for item in data.items() for part in item) or "<<" in data:
        return
    document = yaml_text.read(yaml_text.write(data), "q.yaml") if data else None
    assert document is None or (document.data, document.problems) == (data, ())


def test_what_is_written_wrongly_and_what_is_wrong_come_at_once_and_once_each() -> None:
    text = (
        YAML + "title: again\ngap: 2\ncaps: &c {MYS: 1}\nteams: !!int 3\nexcluded: *c\nmust_sign: [&x IND, *x, QQQ]\n"
    )
    found = [(problem.file, problem.field) for problem in problems_of(text)]
    assert sorted(found) == [
        ("q.yaml:10", "teams"),
        ("q.yaml:11", "excluded"),
        ("q.yaml:12", "must_sign.2"),
        ("q.yaml:12", "must_sign.3"),
        ("q.yaml:7", "title"),
        ("q.yaml:8", "gap"),
    ]


@pytest.mark.parametrize(
    ("line", "place", "message"),
    [
        ("caps: &c {MYS: 1}", "q.yaml:7: caps", "sets an anchor"),
        ("a: &a [*a]", "q.yaml:7: a.1", "refers to an anchor"),
        ("teams: ! 3", "q.yaml:7: teams", "has a tag"),
        ("must_sign: !!set {IND}", "q.yaml:7: must_sign", "has a tag"),
        ("? [a, b]\n: 1", "q.yaml:7: ?", "stands where a key belongs"),
        ("&k caps: {MYS: 1}", "q.yaml:7: caps", "the key has a tag or an anchor"),
        ('description: "\\0"', "q.yaml:7: description", "has an escape that is no text"),
        ('description: "\\uD800"', "q.yaml:7: description", "has an escape that is no text"),
        ('"\\uD800": 1', "q.yaml:7", "the key has an escape that is no text"),
        ('description: "\\UFFFFFFFF"', "q.yaml:7", "cannot be read as YAML"),
        ("description: a\x07b", "q.yaml:7", "has a character that text cannot have"),
        ("---\nname: x", "q.yaml:7", "begins a second document"),
        ("caps: *z", "q.yaml:7", "has text that begins with *"),
        (f"caps: {'[' * 90_000}", "q.yaml:7", "levels in each other"),
        (f"caps: {'{a: ' * 50}", "q.yaml:7", "levels in each other"),
        (f"must_sign: [{'IND,' * 600}]", "q.yaml:7: must_sign", "has more than 500 entries"),
        (f"caps: {{{','.join(f'A{i}: 1' for i in range(600))}}}", "q.yaml:7: caps", "has more than 500 entries"),
        (f"reforms: [{'{title: x, patches: {}},' * 101}]", "q.yaml:7: reforms", "has more than 100 entries"),
        ("x" * 100_000, "q.yaml", "more than a scenario can have"),
    ],
)  # fmt: skip
def test_what_is_no_plain_yaml_is_one_problem_with_its_place(line: str, place: str, message: str) -> None:
    found = [problem for problem in problems_of(f"{YAML}{line}\n") if problem.message != "unknown key"]
    assert len(found) == 1
    assert str(found[0]).startswith(f"{place}: ")
    assert message in found[0].message


def test_a_bomb_of_anchors_is_refused_as_it_stands() -> None:
    rows = ["a0: &a0 [x, x]", *(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 40))]
    assert any(problem.message == "refers to an anchor" for problem in problems_of("\n".join(rows)))


def test_pipes_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    for path in (tmp_path / "pipe.yaml", Path("/dev/zero")):
        with pytest.raises(InputError, match="is a pipe or a device"):
            load(path)


def test_a_file_too_large_or_with_no_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(InputError, match="more than a scenario can have"):
        load(tmp_path / "large.yaml")
    for name in ("a\0b.yaml", "x" * 5000 + ".yaml", "x" * 5000):
        with pytest.raises(InputError):
            load(name)


def test_a_mark_at_the_start_and_other_ends_of_lines_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "marked.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + YAML.replace("\n", "\r\n").encode())
    assert load(path) == Scenario.from_yaml(YAML)


def test_the_line_of_what_is_no_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(YAML.encode() + "description: Südostasien\n".encode("cp1252"))
    with pytest.raises(InputError) as error:
        load(path)
    (problem,) = error.value.problems
    assert (problem.file, problem.value) == (f"{path}:7", "byte 0xFC")


@pytest.mark.parametrize(
    ("lines", "line", "message", "fix"),
    [
        ("title: a: b", 1, "has a second colon", "quotes"),
        ("title: 'it's'", 1, "something stands after a closing quotation mark", "twice"),
        ('title: "abc\nregime: leverage', 1, "a quotation mark is not closed", 'write " at the end'),
        ('data: "C:\\data"', 1, "a backslash in double quotes", "single quotes"),
        ("title: @home", 1, "begins with @", "quotes"),
        ("must_sign: [IND, JPN\nregime: leverage", 2, "the bracket [ of line 8 is not closed", "and ] at the end"),
        ("limits: [{partner: IND term: chips}]", 1, "the bracket { is not closed, or a comma", "commas between"),
        ("must_sign: [IND]]", 1, "closes a bracket ] that was not opened", "take it out"),
        ("title x\nregime: leverage", 1, "has no colon with a space after it", "write 'key: value'"),
        ("caps:\n  IND: 5\n   JPN: 4", 3, "is indented by 3 spaces", "begin it where"),
        ("limits:\n  - partner: IND\n   term: chips", 3, "is indented by 3 spaces", "begin it where"),
        (" title: x", 1, "is indented by 1 space", "begin it where"),
    ],
)
def test_what_the_parser_stops_at_is_told_in_plain_words(lines: str, line: int, message: str, fix: str) -> None:
    (problem,) = problems_of(f"{YAML}# mine\n{lines}\n")
    assert problem.file == f"q.yaml:{7 + line}"
    assert message in problem.message
    assert fix in problem.fix
    assert not {"block", "mapping", "token", "scalar", "stream", "tuple"} & set(str(problem).split())


def test_every_line_that_a_tab_indents_is_told_at_once() -> None:
    found = problems_of(f"{YAML}caps:\n\tIND: 5\n\tJPN: 4\n")
    assert [(problem.file, problem.value) for problem in found] == [("q.yaml:8", "IND: 5"), ("q.yaml:9", "JPN: 4")]
    assert {problem.message for problem in found} == {"is indented by a tab, where only spaces may stand"}


def test_an_entry_at_fault_hides_no_other_and_each_keeps_its_number() -> None:
    text = YAML + (
        "must_sign: [7, JPN, QQQ]\n"
        "excluded: [JPN]\n"
        "limits:\n"
        "  - 5\n"
        "  - {partner: IND, term: invesment, at_most: 5}\n"
        "  - {partner: QQQ, term: investment, at_most: x}\n"
        "reforms:\n"
        "  - {title: no patches}\n"
        "  - {title: one, patches: {harm.per_kh: {scale: 2}}}\n"
    )
    assert sorted((problem.file, problem.field) for problem in problems_of(text)) == [
        ("q.yaml:10", "limits.1"),
        ("q.yaml:11", "limits.2.term"),
        ("q.yaml:12", "limits.3.at_most"),
        ("q.yaml:12", "limits.3.partner"),
        ("q.yaml:14", "reforms.1.patches"),
        ("q.yaml:15", "reforms.2.patches.harm.per_kh"),
        ("q.yaml:7", "must_sign.1"),
        ("q.yaml:7", "must_sign.2"),
        ("q.yaml:7", "must_sign.3"),
    ]


def test_no_word_of_the_checker_reaches_the_reader() -> None:
    text = YAML + (
        "must_sign: JPN\ncaps: [IND]\ngoals: 3\nreforms: {title: x}\nlimits: 5\nteams: four\nsegments: 4.5\n"
        "unilateral_opening: yes\nexcluded:\nbaseline_deals: [[GBR]]\n"
    )
    told = "\n".join(map(str, problems_of(text)))
    assert len(problems_of(text)) == 10
    for word in ("tuple", "valid", "dictionary", "instance", "OwnLimit", "Reform", "boolean", "integer", "string"):
        assert word not in told
