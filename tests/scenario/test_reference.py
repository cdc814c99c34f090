"""The page of settings and the schema say what the settings are, no more and no less."""

import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from deals import regimes
from deals.scenario.json_schema import json_schema
from deals.scenario.scenario import Scenario
from deals.world.naming.economies import known_names
from tests.writers import writer_of

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json_schema()


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    return writer_of("scenario_page")


def test_the_page_has_the_settings_as_they_are(writer: ModuleType) -> None:
    text = (DOCS / "scenario.md").read_text(encoding="utf-8")
    assert writer.page_with_settings(text) == text, "run docs/scenario_page.py"


def test_the_schema_beside_it_is_the_settings(writer: ModuleType) -> None:
    text = (DOCS / "scenario.schema.json").read_text(encoding="utf-8")
    assert text == writer.schema_text(), "run docs/scenario_page.py"


def test_every_setting_is_in_the_schema_and_described(schema: dict[str, Any]) -> None:
    assert set(schema["properties"]) == set(Scenario.model_fields)
    assert set(schema["required"]) == {name for name, info in Scenario.model_fields.items() if info.is_required()}
    for holder in (schema, schema["$defs"]["Goals"], schema["$defs"]["Reform"]):
        assert holder["additionalProperties"] is False
        assert all(field["description"] for field in holder["properties"].values())


def test_defaults_are_those_of_the_settings(schema: dict[str, Any], settings: dict[str, Any]) -> None:
    plain = Scenario(**settings).model_dump(mode="json")
    for name, field in schema["properties"].items():
        if name not in schema["required"]:
            assert field["default"] == plain[name], name


def test_regimes_and_economies_are_offered_and_others_not_excluded(schema: dict[str, Any]) -> None:
    offered, other = schema["properties"]["regime"]["anyOf"]
    assert (offered["enum"], other) == (list(regimes.IDS), {"type": "string"})
    assert set(schema["$defs"]["Economy"]["anyOf"][0]["enum"]) == set(known_names().titles)
    assert schema["properties"]["must_sign"]["items"] == schema["properties"]["caps"]["propertyNames"]
    assert schema["properties"]["must_sign"]["items"] == {"$ref": "#/$defs/Economy"}


def test_everything_referred_to_is_defined(schema: dict[str, Any]) -> None:
    assert set(re.findall(r"#/\$defs/(\w+)", json.dumps(schema))) == set(schema["$defs"])


def test_the_example_of_the_page_is_a_scenario() -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", (DOCS / "scenario.md").read_text(encoding="utf-8"), re.DOTALL)
    scenario = Scenario.from_yaml(text)
    assert (scenario.baseline_deals, scenario.must_sign, dict(scenario.caps)) == (("GBR",), ("IND",), {"ARE": 500.0})
    assert scenario.reforms[0].source == "own study of April 2025"
