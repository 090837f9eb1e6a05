"""Files: every format, units in the metadata of Parquet, whole files or none."""

from __future__ import annotations

import csv
import json

import duckdb
import pytest

from metaleos.catalog.ask import query
from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.catalog import Catalog
from metaleos.catalog.show.export import export_answers, parquet_bytes
from metaleos.errors import CatalogError, UnknownNameError, UsageError


@pytest.fixture(scope="module")
def catalog(session_grid):
    return Catalog(session_grid)


def metadata(path):
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT key, value FROM parquet_kv_metadata(?)", [str(path)]
        ).fetchall()
    return {key.decode(): value.decode() for key, value in rows}


@pytest.mark.parametrize("form", ["parquet", "csv", "json", "jsonl"])
def test_a_view_is_written_whole(catalog, tmp_path, form):
    path = tmp_path / f"it's here.{form}"
    count = len(catalog.sql("SELECT * FROM v_published"))
    assert catalog.export("published", path) == {str(path): count}
    with duckdb.connect() as connection:
        reader = {"parquet": "read_parquet", "csv": "read_csv"}.get(form, "read_json")
        found = connection.execute(f"SELECT count(*) FROM {reader}(?)", [str(path)]).fetchall()
    assert found == [(count,)]
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_doubles_are_whole_in_csv_and_json(catalog, tmp_path):
    wanted = [row["value"] for row in catalog.sql("SELECT value FROM v_results")]
    catalog.export("v_results", tmp_path / "r.csv")
    with (tmp_path / "r.csv").open(newline="") as stream:
        read = [float(row["value"]) if row["value"] else None for row in csv.DictReader(stream)]
    assert read == wanted
    catalog.export("results", tmp_path / "r.json")
    read = json.loads((tmp_path / "r.json").read_text())
    assert [row["value"] for row in read] == wanted


def test_parquet_says_the_units(catalog, tmp_path):
    catalog.export("results", tmp_path / "r.parquet")
    units = json.loads(metadata(tmp_path / "r.parquet")["metaleos_units"])
    assert units["temperature_k"] == "K"
    assert units["volume_bohr3"] == "bohr3/atom"
    assert units["value"] == "as in column unit"


def test_an_answer_as_parquet(catalog, tmp_path):
    answer = catalog.query("Na", "ha/vs")
    path = tmp_path / "na.parquet"
    path.write_bytes(parquet_bytes(answer.flat(), answer.sources))
    with duckdb.connect() as connection:
        cursor = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        names = [item[0] for item in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    assert rows == answer.flat()
    known = metadata(path)
    assert json.loads(known["metaleos_units"])["volume [bohr3/atom]"] == "bohr3/atom"
    assert "soma1978" in {item["key"] for item in json.loads(known["metaleos_sources"])}


def test_all_tables_in_a_folder(catalog, tmp_path):
    written = catalog.export("all", tmp_path / "tables", "csv")
    assert len(written) >= 14
    assert (tmp_path / "tables" / "elements.csv").read_text().count("\n") == 93


def test_mixed_cells_and_no_rows(tmp_path):
    rows = [{"a": 1, "b": None, "c": [1, 2]}, {"a": 2.5, "b": True, "c": "x"}]
    assert export_answers([Answer("x/1", rows)], tmp_path / "m.jsonl")[:2] == (2, [])
    read = [json.loads(line) for line in (tmp_path / "m.jsonl").read_text().splitlines()]
    assert read == [{"a": 1.0, "b": None, "c": "1; 2"}, {"a": 2.5, "b": True, "c": "x"}]
    assert export_answers([Answer("x/1", [])], tmp_path / "none.csv")[:2] == (0, [])


def test_parts_of_other_columns_and_wider_cells_are_one_table(tmp_path):
    parts = [[{"a": 1}], [{"b": "x", "a": None}], [], [{"a": 2.5, "c": True}]]
    path = tmp_path / "m.parquet"
    answers = [
        Answer("x/1", rows, [{"key": f"k{number}"}], [str(number)])
        for number, rows in enumerate(parts)
    ]
    assert export_answers(answers, path)[:2] == (3, ["0", "1", "2", "3"])
    with duckdb.connect() as connection:
        cursor = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        assert [item[0] for item in cursor.description] == ["a", "b", "c"]
        assert cursor.fetchall() == [(1.0, None, None), (None, "x", None), (2.5, None, True)]
    assert json.loads(metadata(path)["metaleos_sources"]) == [{"key": "k3"}]


@pytest.mark.parametrize(
    "asked",
    [
        {"all_states": True, "element": "Al,Na"},
        {"element": "Na", "property": "pressure,density", "units": "pressure=Mbar"},
        {"element": "Na", "model": "ha", "columns": "+source", "sort": "-value", "limit": 7},
        {"all_states": True, "limit": 3},
        {"all_states": True, "element": "Al", "columns": "state,value,theta"},
        {"all_states": True, "sort": "-temperature,element,state", "columns": "-state"},
        {"all_states": True, "sort": "property,-value", "limit": 5, "units": "pressure=Mbar"},
        {"all_states": True, "where": "pressure > 1 GPa", "sort": "published"},
        {"where": "pressure > 1e9 GPa"},
        {"element": "Na", "property": "density,pressure", "sort": "-reason,model", "limit": 3},
    ],
)
def test_a_selection_in_parts_is_the_answer(catalog, tmp_path, monkeypatch, asked):
    monkeypatch.setattr(query, "_PART_STATES", 2)
    told = []
    catalog = Catalog(catalog.path, notice=told.append)
    path = tmp_path / "part.parquet"
    answer = catalog.query(**asked)
    assert catalog.export(None, path, **asked) == {str(path): len(answer)}
    assert told == answer.notices
    with duckdb.connect() as connection:
        cursor = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        names = [item[0] for item in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    assert rows == [{name: row.get(name) for name in names} for row in answer.flat()]
    expected = list(dict.fromkeys(name for row in answer.flat() for name in row))
    if "sort" in asked:  # columns stand as the rows gave them before
        assert set(names) >= set(expected)
    else:
        assert names == (expected or ["value"])
    assert json.loads(metadata(path)["metaleos_sources"]) == answer.sources


def test_a_selection_is_never_held_whole(catalog, tmp_path, monkeypatch):
    """Rows of all parts together would be the whole: no part has more than its states give."""
    monkeypatch.setattr(query, "_PART_STATES", 1)
    sizes = []
    whole = query._records
    monkeypatch.setattr(
        query, "_records", lambda opened, rows: sizes.append(len(rows)) or whole(opened, rows)
    )
    asked = {"sort": "-value", "columns": "value,state", "where": "volume > 1 bohr3"}
    for how in ({}, asked, {**asked, "limit": 5}):
        sizes.clear()
        catalog.export(None, tmp_path / "all.csv", all_states=True, **how)
        assert len(sizes) > 3
        assert max(sizes) < sum(sizes) / 2
    sizes.clear()
    assert catalog.export(None, tmp_path / "some.csv", all_states=True, limit=5)
    assert sum(sizes) == 5


def test_refusals_leave_what_was_there(catalog, tmp_path):
    path = tmp_path / "kept.csv"
    path.write_text("mine")
    with pytest.raises(UnknownNameError, match="did you mean results"):
        catalog.export("result", path)
    with pytest.raises(UsageError, match="valid: parquet, csv, json, jsonl"):
        catalog.export("results", tmp_path / "kept.xls")
    with pytest.raises(CatalogError, match="cannot be written"):
        catalog.export("elements", tmp_path / "no" / "such" / "folder.csv")
    assert path.read_text() == "mine"
