import pickle

import pytest

from deals.kit.errors import DealsError, InputError, Problem, UnknownNameError, suggestion


def test_one_problem_is_one_line_with_file_field_value_and_fix() -> None:
    problem = Problem("a.yaml:3", "caps.MYS", -5, "should not be negative", "write zero or more")
    assert str(InputError(problem)) == "a.yaml:3: caps.MYS: should not be negative (found -5); write zero or more"


def test_several_problems_are_listed_at_once() -> None:
    error = InputError([Problem("", "gap", 2, "too wide"), Problem("", "teams", -1, "too few")])
    assert str(error).splitlines() == ["2 problems:", "  - gap: too wide (found 2)", "  - teams: too few (found -1)"]


def test_an_input_error_without_a_problem_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at least one problem"):
        InputError([])


def test_an_unknown_name_is_an_input_error_that_names_the_nearest() -> None:
    error = UnknownNameError.of("country", "MYZ", ["MYS", "SGP"], field="must_sign.0")
    assert isinstance(error, InputError)
    assert isinstance(error, DealsError)
    assert error.problems[0].fix == "did you mean MYS?"


@pytest.mark.parametrize(
    ("name", "known", "advice"),
    [
        ("mys", ["MYS"], "did you mean MYS?"),
        ("zzz", ["b", "a"], "valid names are a, b"),
        (
            "zzz",
            [f"name{i:02}" for i in range(10)],
            "valid names are " + ", ".join(f"name{i:02}" for i in range(8)) + " and 2 more",
        ),
        ("zzz", [], ""),
    ],
)
def test_advice_is_the_nearest_name_or_else_the_valid_ones(name: str, known: list[str], advice: str) -> None:
    assert suggestion(name, known) == advice


def test_errors_cross_process_borders_whole() -> None:
    error = UnknownNameError.of("country", "MYZ", ["MYS"])
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is UnknownNameError
    assert again.problems == error.problems


def test_a_long_value_is_cut_and_text_is_quoted() -> None:
    assert len(str(Problem("", "title", "x" * 500, "too long"))) < 100
    assert "(found 'x')" in str(Problem("", "title", "x", "odd"))
