"""``metaleos sources``: citations, and how many facts rest on each."""

from __future__ import annotations

from metaleos.ingest.bibliography import shipped_sources


def test_one_source(run):
    body = run("sources", "soma1978", "--format", "json").json
    assert body["schema"] == "metaleos.sources/1"
    (row,) = body["rows"]
    assert (row["key"], row["year"]) == ("soma1978", "1978")
    assert row["facts"] > 786, "its cells and its parameters"


def test_all_sources(run):
    lines = run("sources", "-f", "csv").out.splitlines()
    keys = {line.split(",")[0] for line in lines[1:]}
    assert keys >= {row.key for row in shipped_sources()}
    assert run("sources").out.splitlines()[0].split()[0] == "key"
