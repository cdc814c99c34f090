"""The form of a scenario's file as a JSON schema, made from the settings, for editors that complete and check."""

from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaWarningKind

from deals import regimes
from deals.kit.patches import OPERATIONS
from deals.scenario.consistency import PARTNER_FIELDS
from deals.scenario.reform import FIELDS
from deals.scenario.scenario import Scenario
from deals.world.naming.economies import known_names

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ECONOMY, PATCH = "Economy", "Patch"


def json_schema() -> dict[str, Any]:
    """The schema: every setting with what to write in it; regimes and economies are listed, other names are text."""
    made: dict[str, Any] = Scenario.model_json_schema(schema_generator=_Generator)
    fields, defined = made["properties"], made["$defs"]
    _without_titles(made)
    for name in (*PARTNER_FIELDS, "excluded"):
        place = "items" if fields[name]["type"] == "array" else "propertyNames"
        fields[name][place] = {"$ref": f"#/$defs/{ECONOMY}"}
    for name, info in Scenario.model_fields.items():
        if not info.is_required() and "default" not in fields[name]:
            fields[name]["default"] = Scenario.model_construct().model_dump(mode="json", include={name})[name]
    fields["regime"]["anyOf"] = _known(regimes.IDS)
    _described(defined["Reform"], FIELDS)
    defined["Reform"]["properties"]["patches"]["additionalProperties"] = {"$ref": f"#/$defs/{PATCH}"}
    for definition in (made, *defined.values()):
        definition["description"] = str(definition["description"]).partition("\n")[0]
    titles = known_names().titles
    defined[ECONOMY] = {
        "description": "an economy by its ISO code of three letters, or by the name it goes by here",
        "anyOf": [{"enum": list(titles), "enumDescriptions": list(titles.values())}, {"type": "string"}],
    }
    defined[PATCH] = {
        "description": "one change of a number: scaled by a factor, or set to a value in its own unit",
        "type": "object",
        "properties": {operation: {"type": "number"} for operation in OPERATIONS},
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }
    return {"$schema": DIALECT, "title": "Scenario of chip-deals", **made}


class _Generator(GenerateJsonSchema):
    """Says nothing of defaults that JSON cannot hold: they are put in afterwards as the YAML has them."""

    def emit_warning(self, kind: JsonSchemaWarningKind, detail: str) -> None:
        if kind != "non-serializable-default":
            super().emit_warning(kind, detail)


def _known(names: Iterable[str]) -> list[dict[str, Any]]:
    """Names that an editor offers, and any other text."""
    return [{"enum": list(names)}, {"type": "string"}]


def _described(definition: dict[str, Any], fields: dict[str, str]) -> None:
    for name, wanted in fields.items():
        definition["properties"][name]["description"] = wanted


def _without_titles(schema: Any) -> None:
    """Take out titles that only repeat a field's name."""
    if isinstance(schema, dict):
        if isinstance(schema.get("title"), str):
            del schema["title"]
        for part in schema.values():
            _without_titles(part)
    elif isinstance(schema, list):
        for part in schema:
            _without_titles(part)
