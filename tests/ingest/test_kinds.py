"""The kinds are those that schema.sql admits."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from metaleos.ingest.kinds import KINDS


@pytest.mark.parametrize("column", sorted(KINDS))
def test_the_schema_admits_the_same_words(column):
    ddl = (files("metaleos") / "schema.sql").read_text(encoding="utf-8")
    found = re.findall(rf"CHECK \({column} IN \(([^)]*)\)\)", ddl)
    assert len(found) == 2  # constants and observations
    words = [tuple(filter(None, re.findall(r"'(\w*)'", text))) for text in found]
    assert words == [KINDS[column]] * 2
