"""The JSON Schema of a parsed document, generated from the models: `schemas/document.schema.json`.

Reads: the models.
Writes: the text of the schema.
"""

from __future__ import annotations

import json

from docparse.model import SCHEMA_VERSION, Document


def json_schema() -> str:
    """The schema (draft 2020-12) that every JSON of `Document.to_json` fulfils, as indented text."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= Document.model_json_schema(by_alias=True, mode="serialization")
    schema["title"] = f"docparse document, version {SCHEMA_VERSION}"
    return json.dumps(schema, ensure_ascii=False, indent=2)
