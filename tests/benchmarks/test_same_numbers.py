"""The program that holds two catalogs against each other sees what differs, and only that."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from benchmarks.same_numbers import CHECK_COLUMNS, compare, main, write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.built  # these build catalogs of their own

RESULT = {
    "element": "Na", "model": "tf/exact", "convention": "standard", "property": "pressure",
    "term": "total", "value": 0.1, "unit": "GPa", "error_estimate": 1e-12, "outcome": "ok",
    "reason": "", "is_reference": False, "temperature_k": 300.0, "volume_bohr3": 254.0,
    "density_g_cm3": 1.0, "compression": 1.0, "structure": "", "axial_ratio": None, "theta": None,
}  # fmt: skip
VERDICT = {
    "cell": "a", "verdict": "reproduced", "kind": "", "standard": 1.0, "as_printed": None,
    "deviation": 0.5, "tolerance": 0.6,
}  # fmt: skip
CHECK = {
    "kind": "integrity", "name": "P = -dE/dV", "model": "tf/exact", "element": "Na",
    "convention": "standard", "state": "volume 254", "residual": 1e-14, "tolerance": 1e-9,
    "grade": "pass",
}  # fmt: skip
RESULTS = [
    RESULT,
    {**RESULT, "property": "entropy", "value": 0.0},
    {**RESULT, "property": "shift", "value": None, "error_estimate": None, "outcome": "failed"},
    {**RESULT, "volume_bohr3": 508.0},
]
VERDICTS = [VERDICT, {**VERDICT, "cell": "b", "deviation": None}]
CHECKS = [CHECK, {**CHECK, "residual": math.nan}, {**CHECK, "residual": None}]
ULP = math.nextafter(0.1, 1.0)


def table(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    with duckdb.connect() as connection:
        kinds = {float: "DOUBLE", bool: "BOOLEAN", str: "VARCHAR", type(None): "DOUBLE"}
        columns = ", ".join(f"{key} {kinds[type(value)]}" for key, value in rows[0].items())
        connection.execute(f"CREATE TABLE t ({columns})")
        values = [list(row.values()) for row in rows]
        connection.executemany(
            f"INSERT INTO t VALUES ({', '.join('?' * len(rows[0]))})",
            values,
        )
        connection.table("t").write_parquet(str(folder / f"{name}.parquet"))


@pytest.fixture
def folders(tmp_path):
    """Make two folders from rows of results, verdicts and checks."""

    def make(side: str, results=RESULTS, verdicts=VERDICTS, checks=CHECKS) -> Path:
        folder = tmp_path / side
        folder.mkdir()
        for name, rows in (("results", results), ("verdicts", verdicts), ("checks", checks)):
            table(folder, name, rows)
        return folder

    return make


def changed(rows: list[dict[str, Any]], at: int, **values: Any) -> list[dict[str, Any]]:
    return [{**row, **values} if i == at else row for i, row in enumerate(rows)]


def test_the_same_numbers_are_equal(folders, capsys):
    old, new = folders("old"), folders("new", RESULTS[::-1], VERDICTS[::-1], CHECKS[::-1])
    assert compare(old, new).differences == {}
    assert main(["compare", str(old), str(new)]) == 0
    assert "results: 4 old, 4 new; 4 compared one to one, of 1 models" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("planted", "expected"),
    [
        ({"results": changed(RESULTS, 0, value=ULP)}, "value differs"),
        ({"results": changed(RESULTS, 1, value=-0.0)}, "value differs"),
        ({"results": changed(RESULTS, 0, error_estimate=2e-12)}, "error_estimate differs"),
        ({"results": changed(RESULTS, 0, error_estimate=None)}, "error_estimate differs"),
        ({"results": changed(RESULTS, 2, outcome="no_solution")}, "outcome differs"),
        ({"results": changed(RESULTS, 0, unit="Pa")}, "unit differs"),
        ({"results": RESULTS[1:]}, "result only in old"),
        ({"results": [*RESULTS, {**RESULT, "theta": 0.5}]}, "result only in new"),
        ({"verdicts": changed(VERDICTS, 0, kind="scan")}, "verdict or its kind differs"),
        ({"verdicts": changed(VERDICTS, 0, deviation=0.51)}, "deviation of a cell differs"),
        ({"checks": changed(CHECKS, 0, residual=2e-14)}, "residual of a check differs"),
    ],
)  # fmt: skip
def test_one_planted_difference_is_seen(folders, capsys, planted, expected):
    old, new = folders("old"), folders("new", **planted)
    assert compare(old, new).differences == {expected: 1}
    assert main(["compare", str(old), str(new)]) == 1
    assert "differences: 1" in capsys.readouterr().out


def test_counts_of_verdicts_and_of_checks(folders):
    old = folders("old")
    new = folders(
        "new",
        verdicts=changed(VERDICTS, 0, verdict="disagrees"),
        checks=changed(CHECKS, 0, grade="fail"),
    )
    assert compare(old, new).differences == {
        "count of a verdict differs": 2,
        "verdict or its kind differs": 1,
        "count by kind, name, model, grade differs": 2,
    }


def test_a_doubled_state_is_compared_apart(folders):
    volume = math.nextafter(254.0, 300.0)
    twice = [*RESULTS, {**RESULT, "volume_bohr3": volume, "value": ULP}]
    old = folders("old", twice)
    assert compare(old, folders("one")).differences == {}
    assert compare(old, folders("other", changed(RESULTS, 0, value=ULP))).differences == {}
    found = compare(old, folders("neither", changed(RESULTS, 0, value=0.2)))
    assert found.differences == {"new result of a doubled state not among old": 1}


def test_what_is_told_is_no_difference(folders):
    found = compare(folders("old"), folders("new", changed(RESULTS, 2, reason="said otherwise")))
    assert found.differences == {}
    assert any(line.split()[:3] == ["reason", "differs", "1"] for line in found.lines)


def test_a_missing_file_is_named(folders, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"results\.parquet"):
        compare(folders("old"), tmp_path)


@pytest.mark.slow
def test_a_catalog_is_written_and_equals_itself(session_small, tmp_path):
    counts = write(session_small, tmp_path / "one")
    assert counts["results"] > 0
    assert counts["verdicts"] == 1547
    assert counts["checks"] >= 0
    assert tuple(CHECK) == CHECK_COLUMNS
    assert compare(tmp_path / "one", tmp_path / "one").differences == {}
