"""What the pages promise in words is what the code and the catalog have."""

from __future__ import annotations

import json
import re

import duckdb
import pytest

from metaleos import errors
from metaleos.catalog.text.record import ROW_KEYS
from metaleos.solvers.protocol import OUTCOMES
from tests.docs.examples import ROOT

JSON_PAGE = (ROOT / "docs/user/json.md").read_text(encoding="utf-8")
QUOTED = ["value", "unit", "printed", "printed_unit", "source", "locator"]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def first_cells(text: str) -> set[str]:
    """Return the names in backquotes in the first cells of the tables of a text."""
    cells = re.findall(r"^\| ([^|]*) \|", text, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def section(text: str, title: str) -> str:
    return text.split(f"## {title}\n")[1].split("\n## ", maxsplit=1)[0]


def test_keys_of_a_row(run):
    assert first_cells(section(JSON_PAGE, "Rows of `query` and `solve`")) == set(ROW_KEYS)
    for command in ("query", "solve"):
        ran = run([command, "-e", "Na", "-m", "ha/h", "-p", "bulk_modulus", "--format", "json"])
        answer = json.loads(ran.out)
        assert set(answer) >= {"ok", "schema", "rows", "sources"}
        assert answer["schema"] == f"metaleos.{command}/2"
        for row in answer["rows"]:
            assert list(row) == list(ROW_KEYS)
            for item in row["published"]:
                assert list(item) == [
                    *QUOTED, "reading", "reading_kind", "reading_reason", "reading_basis",
                ]  # fmt: skip
            for item in row["observed"]:
                assert list(item) == [
                    *QUOTED, "uncertainty", "temperature", "phase", "material", "evidence",
                    "carrier", "uncertainty_kind", "state", "choice",
                    "choice_reason",
                ]  # fmt: skip
            for cell in row["state"].values():
                assert set(cell) == {"value", "unit"}


def error_classes(base: type[errors.MetaleosError]) -> set[type[errors.MetaleosError]]:
    return {base}.union(*(error_classes(kind) for kind in base.__subclasses__()))


def test_codes_of_errors_and_exit_codes():
    kinds = [k for k in error_classes(errors.MetaleosError) if k.__module__ == errors.__name__]
    told = set(re.findall(r"`(\w+)`", JSON_PAGE.split("`code` is one of")[1].split(".")[0]))
    assert {kind.code for kind in kinds} == told
    told_exits = set(map(int, re.findall(r"^\| (\d+) \|", JSON_PAGE, re.MULTILINE)))
    assert {kind.exit_code for kind in kinds} < told_exits


def test_outcomes_are_told_with_their_meaning():
    page = (ROOT / "docs/user/states-and-units.md").read_text(encoding="utf-8")
    for name, meaning in OUTCOMES.items():
        assert f"| `{name}` | {meaning} |" in page


@pytest.fixture(scope="module")
def connection(session_catalog):
    opened = duckdb.connect(session_catalog, read_only=True)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("theory", "metals"),
    [("ha", "Li Na K Rb Cs"), ("wh", "27"), ("tf", "Z = 1 to 92"), ("tfd", "Z = 1 to 92"),
     ("nud", "24")],
)  # fmt: skip
def test_the_readmes_table_of_theories(connection, theory, metals):
    symbols = connection.execute(
        "SELECT DISTINCT element FROM state WHERE model = ? OR starts_with(model, ?)",
        [theory, f"{theory}/"],
    ).fetchall()
    line = next(text for text in README.splitlines() if text.startswith(f"| `{theory}`"))
    assert line.split("|")[3].strip() == metals
    said = {"Z = 1 to 92": 92}.get(metals) or (int(metals) if metals.isdigit() else 5)
    assert len(symbols) == said


def test_the_readmes_numbers_of_facts(connection):
    cells, facts = connection.execute(
        "SELECT (SELECT count(*) FROM cell), "
        "(SELECT count(*) FROM constant) + (SELECT count(*) FROM observation)"
    ).fetchall()[0]
    assert f"{cells} printed cells" in README
    assert f"some {round(facts, -3)}" in README
