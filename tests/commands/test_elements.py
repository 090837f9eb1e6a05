"""``metaleos elements``: constants, and every source of a fact."""

from __future__ import annotations

NOT_CELLS = {"element", "missing"}


def test_names_in_any_spelling_one_row_each(run):
    body = run("elements", "sodium,19", "11", "--format", "json").json
    assert body["schema"] == "metaleos.elements/2"
    sodium, potassium = body["rows"]
    assert (sodium["symbol"], potassium["symbol"]) == ("Na", "K")
    assert (sodium["z"], sodium["density_g_cm3"]) == (11, 0.97)
    assert sodium["models_count"] == len(sodium["models"]) > 10


def test_the_table(run):
    ran = run("elements", "Na")
    assert ran.out.splitlines()[0].startswith(" Z  symbol  name")
    assert len(ran.out.splitlines()) == 3
    assert len(run("elements", "-f", "csv").out.splitlines()) == 1 + 92


def test_all_sources_of_a_property_ranked(run):
    rows = run("elements", "Na", "--sources", "--property", "density", "-f", "json").json["rows"]
    assert {row["property"] for row in rows} == {"density"}
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    assert len({row["source"] for row in rows}) == len(rows) > 2


def test_coverage_fits_80_columns_and_gives_a_reason_where_nothing_is(run):
    table = run("elements", "--coverage").out.splitlines()
    assert len(table) == 2 + 92
    assert max(map(len, table)) <= 80
    body = run("elements", "Na", "Tc", "--coverage", "-f", "json").json
    assert body["schema"] == "metaleos.coverage/1"
    sodium, technetium = body["rows"]
    assert sodium["density"] == 4
    assert sodium["bulk_modulus_derivative"] is None
    assert "alkali" in sodium["missing"]["bulk_modulus_derivative"]
    assert "elastic_constant_c44" in technetium["missing"]
    assert all(technetium["missing"].values())


def test_coverage_in_sql_is_that_of_the_facts(run):
    ask = "select element, facts, sources, reason from v_coverage where property = $p order by z"
    rows = run("sql", ask, "--param", "p=bulk_modulus_derivative", "-f", "json").json["rows"]
    assert len(rows) == 92
    assert all((row["facts"] == 0) == bool(row["reason"]) for row in rows)
    found = run("elements", "Mo", "--sources", "--property", "bulk_modulus_derivative",
                "-f", "json").json["rows"]  # fmt: skip
    (molybdenum,) = (row for row in rows if row["element"] == "Mo")
    assert molybdenum["facts"] == len(found)


def test_every_metal_has_nine_of_ten_cells_or_a_reason(run):
    metals = "Li,Na,K,Rb,Cs,Sc-Cu,Y-Ag,La,Hf-Au"
    rows = run("elements", metals, "--coverage", "-f", "json").json["rows"]
    assert len(rows) == 32
    cells = [value for row in rows for name, value in row.items() if name not in NOT_CELLS]
    assert len([value for value in cells if value]) >= 0.9 * len(cells)
    assert all(reason for row in rows for reason in row["missing"].values())
