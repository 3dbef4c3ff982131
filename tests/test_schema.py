"""The committed schema is that of the models, and documents fulfil what it says of keys."""

from __future__ import annotations

import json
from pathlib import Path

from docparse.model import Document, SourceInfo
from docparse.schema import json_schema

SCHEMA = Path(__file__).parent.parent / "schemas" / "document.schema.json"


def test_the_committed_schema_is_that_of_the_models() -> None:
    assert SCHEMA.read_text("utf-8") == json_schema() + "\n", "run: make schema"


def test_the_schema_names_every_key_of_the_json_and_refuses_others() -> None:
    document = Document(source=SourceInfo(name="a.txt", sha256="0", media_type="text/plain"), text="")
    schema = json.loads(json_schema())
    written = json.loads(document.to_json())
    assert list(schema["properties"]) == list(written)
    assert schema["additionalProperties"] is False


def test_the_schema_uses_the_names_of_the_contract() -> None:
    review = json.loads(json_schema())["$defs"]["Review"]["properties"]
    assert {"from", "to", "of"} <= set(review)
