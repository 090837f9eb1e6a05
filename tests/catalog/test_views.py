"""Views that pair, name or explain what tables hold apart: each held against its tables."""

from __future__ import annotations

import pytest

from metaleos.catalog.store.file import CatalogFile
from metaleos.solvers.registry import models

QUANTITIES = {
    "particle_velocity": "particle_velocity_km_s",
    "shock_velocity": "shock_velocity_km_s",
    "shock_initial_density": "initial_density_g_cm3",
    "shock_pressure": "pressure_gpa",
}


@pytest.fixture(scope="module")
def connection(session_facts):
    with CatalogFile(session_facts).reading() as opened:
        yield opened


def test_every_shock_point_stands_once_with_all_its_quantities(connection):
    (points,) = connection.execute(
        "SELECT count(*) FROM v_observations WHERE property = 'particle_velocity'"
    ).fetchall()[0]
    rows = connection.execute(
        "SELECT count(*), count(DISTINCT (series, point)), "
        + ", ".join(f"count({column})" for column in QUANTITIES.values())
        + " FROM v_shock"
    ).fetchall()[0]
    assert rows == (points,) * 6
    for name, column in QUANTITIES.items():
        (apart,) = connection.execute(
            f"SELECT count(*) FROM (SELECT source, {column} FROM v_shock EXCEPT ALL "
            "SELECT source, value FROM observation WHERE property = ? "
            "AND starts_with(id, 'hugoniot_points/'))", [name]
        ).fetchall()[0]  # fmt: skip
        assert apart == 0


def test_quantities_of_a_shock_point_belong_together(connection):
    """Momentum is conserved: P = rho_0 U_s U_p, for all but the point that says so."""
    rows = connection.execute(
        "SELECT pressure_gpa / (initial_density_g_cm3 * shock_velocity_km_s * "
        "particle_velocity_km_s), note FROM v_shock"
    ).fetchall()
    off = [note for ratio, note in rows if abs(ratio - 1.0) > 0.005]
    assert len(off) == 1
    assert "is not rho0 Us Up" in off[0]


def test_density_behind_a_shock_conserves_mass(connection):
    ((worst,),) = connection.execute(
        "SELECT max(abs(density_g_cm3 * (shock_velocity_km_s - particle_velocity_km_s) / "
        "(initial_density_g_cm3 * shock_velocity_km_s) - 1)) FROM v_shock"
    ).fetchall()
    assert worst < 1e-12


def test_errata_stand_with_their_cells(connection):
    ((errata,),) = connection.execute("SELECT count(*) FROM erratum").fetchall()
    rows = connection.execute(
        "SELECT count(*), count(DISTINCT v_errata.id) "
        "FROM v_errata JOIN v_cells c "
        "ON c.id = v_errata.cell AND c.printed = v_errata.printed"
    ).fetchall()
    assert rows == [(errata, errata)]


def test_yields_are_those_that_models_declare(connection):
    rows = connection.execute("SELECT model, property, term, curve FROM v_yields").fetchall()
    declared = {
        (model.name, item.property, term, item.curve)
        for model in models().values()
        for item in model.yields
        for term in item.terms
    }
    assert set(rows) == declared
    assert len(rows) == len(declared)
