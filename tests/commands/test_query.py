"""``metaleos query``: what is stored, beside the paper and the measured."""

from __future__ import annotations

import shlex


def test_table_shows_units_sources_and_both_neighbours(run):
    ran = run("query", "--element", "Na", "--model", "VS")
    assert ran.code == 0
    assert "eV/atom" in ran.out
    assert "published" in ran.out
    assert "observed" in ran.out
    assert "[1] soma1978: Soma et al. 1978" in ran.out


def test_empty_answer_is_ok_and_explains_itself(run):
    ran = run("query", "-e", "Al", "-m", "ha", "--format", "json")
    assert (ran.code, ran.json["rows"]) == (0, [])
    assert "covered: Li, Na" in ran.err


def test_query_options_reach_the_catalog(run):
    ran = run(
        "query", "-m", "ha", "-p", "bulk_modulus", "--where", "bulk_modulus > 5 GPa",
        "--units", "bulk_modulus=Mbar", "--sort", "-value", "--limit", "3", "-f", "json",
    )  # fmt: skip
    values = [row["value"] for row in ran.json["rows"]]
    assert len(values) == 3
    assert values == sorted(values, reverse=True)
    assert {row["unit"] for row in ran.json["rows"]} == {"Mbar"}
    assert "rows shown (--limit)" in ran.err


def test_columns_in_tables_and_csv(run):
    call = ("query", "-e", "Na", "-m", "ha/vs", "--columns", "element,property,value,unit")
    heading = ["element", "property", "value", "unit"]
    assert run(*call, "-f", "csv").out.splitlines()[0].split(",") == heading
    assert run(*call).out.splitlines()[0].split() == heading
    assert run(*call, "-f", "markdown").out.startswith("| element | property | value | unit |")
    assert set(run(*call, "-f", "json").json["rows"][0]) >= {"state", "published", "observed"}


def test_the_reference_state_alone_unless_all_are_asked_for(run):
    call = ("query", "-e", "Al", "-m", "tf", "-p", "pressure", "-f", "json")
    (row,) = (row for row in run(*call).json["rows"] if row["term"] == "total")
    every = [row for row in run(*call, "--all").json["rows"] if row["term"] == "total"]
    assert len(every) > 100
    assert row in every


def test_without_a_selection_a_terminal_is_told_what_there_is_and_how_to_ask(run, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("sys.stdout.isatty", lambda: True)
        shown = run("query").out.splitlines()
        some = run("query", "--limit", "2").out
    assert len(shown) < 15
    assert max(map(len, shown)) <= 64
    commands = [line.split("  ")[1] for line in shown if line.startswith("  metaleos query")]
    assert len(commands) == 5
    for command in commands:
        assert run(*shlex.split(command)[1:], "--limit", "1", "-f", "json").json["rows"]
    assert "value" in some


def test_without_a_selection_data_and_pipes_get_every_row(run, monkeypatch):
    piped = run("query").out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    rows = run("query", "-f", "json").json["rows"]
    assert len(rows) > 10_000
    assert len(piped.splitlines()) > 10_000


def test_totals_leave_the_terms_out(run):
    call = ("query", "-e", "Na", "-m", "ha/vs", "-f", "json")
    whole, totals = run(*call).json["rows"], run(*call, "--totals").json["rows"]
    assert totals == [row for row in whole if row["term"] == "total"]
    assert len(totals) < len(whole)
    cut = run(*call, "--totals", "--limit", "3")
    assert cut.json["rows"] == totals[:3]
    assert f"3 of {len(totals)} rows shown" in cut.err
    call = ("solve", "-e", "Na", "-m", "ha/vs", "-p", "P,B", "-f", "json")
    solved = run(*call, "--totals").json["rows"]
    assert solved == [row for row in run(*call).json["rows"] if row["term"] == "total"]


def test_models_at_different_densities_are_told_and_put_at_one(run):
    call = ("query", "-e", "Al", "-m", "tf,tfd,tfdw", "-p", "pressure", "--totals")
    call = (*call, "--temperature", "10 eV", "--compression", "1")
    ran = run(*call)
    assert ran.out.splitlines()[0].endswith("at different densities")
    assert "--same density" in ran.err
    same = run(*call, "--same", "density")
    assert "density = 2.7 g/cm3" in same.out.splitlines()[0]
    assert "nothing is stored" in same.err
    found = run(*call, "--same", "density", "-f", "json").json
    assert found["schema"] == "metaleos.query/2"
    assert {row["state"]["density"]["value"] for row in found["rows"]} == {2.7}
    refused = run("query", "-e", "Al", "-p", "P", "--same", "density")
    assert (refused.code, "needs models" in refused.err) == (2, True)
    assert run(*call, "--all", "--same", "density").code == 2
