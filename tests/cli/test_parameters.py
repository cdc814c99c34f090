"""What can be changed is listed, for people and for machines."""

import json

from tests.cli.conftest import Desk


def test_a_number_is_listed_with_its_range_source_and_reason(desk: Desk) -> None:
    done = desk.run("parameters", "harm.per_kH")
    assert done.exit_code == 0
    assert "harm.per_kH  0.03 (0.005 to 0.15) USD bn per kH" in done.stdout
    assert "judgement" in done.stdout


def test_for_machines(desk: Desk) -> None:
    rows = json.loads(desk.run("parameters", "lpp.annual_limit", "--json").stdout)
    assert [row["name"] for row in rows] == ["rule.lpp.annual_limit"]
    assert rows[0]["value"] == 26_900_000


def test_a_word_that_is_in_no_parameter_is_refused(desk: Desk) -> None:
    done = desk.run("parameters", "harm.per_kg")
    assert done.exit_code == 2
    assert "did you mean harm.per_kH?" in done.stderr
