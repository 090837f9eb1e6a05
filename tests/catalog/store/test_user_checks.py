"""A staged file of a user as it comes out of the checks: names, units, states, keys."""

from __future__ import annotations

import pytest

from metaleos.catalog.store.file import CatalogFile
from metaleos.catalog.store.names import KnownNames
from metaleos.catalog.store.user_checks import check
from metaleos.errors import FactError
from metaleos.ingest.user_csv import open_csv, stage

HEADER = "element,property,value,unit,source"


@pytest.fixture(scope="module")
def connection(session_facts):
    with CatalogFile(session_facts).reading() as connection:
        yield connection


@pytest.fixture
def checked(connection, tmp_path):
    """Return columns of what the checks make of a text."""

    def call(text, shown, more=""):
        path = tmp_path / "my.csv"
        path.write_text(f"{HEADER}{more}\n{text}\n")
        file = open_csv(path)
        stage(connection, file)
        check(connection, file, KnownNames(connection))
        return connection.execute(f"SELECT {shown} FROM checked ORDER BY row").fetchall()

    return call


def test_names_are_resolved_and_values_are_in_storage_units(checked):
    rows = checked(
        "sodium,Bulk-Modulus,63.1(2),kbar,mine\n19,cohesive_energy,1,Ry,mine",
        "row, symbol, name, number, stored, error, printed, printed_unit, source_key",
    )
    assert rows == [
        (0, "Na", "bulk_modulus", 63.1, pytest.approx(6.31), pytest.approx(0.02), "63.1(2)",
         "kbar", "mine"),
        (1, "K", "cohesive_energy", 1.0, pytest.approx(13.605693123), None, "1", "Ry", "mine"),
    ]  # fmt: skip


def test_states_are_in_storage_units_whether_in_heading_or_cell(checked):
    rows = checked(
        "Na,pressure,1,GPa,s,1,2.5\nNa,pressure,1,GPa,s,300 K,2 A3\nNa,pressure,1,GPa,s,,",
        "at_temperature, at_volume, at_density",
        ",temperature [eV],volume",
    )
    assert rows == [
        (pytest.approx(11604.518, rel=1e-7), 2.5, None),
        (300.0, pytest.approx(2 / 0.529177210544**3), None),
        (None, None, None),
    ]


def test_a_key_tells_apart_what_differs_in_state_model_or_term(checked):
    rows = checked(
        "Na,pressure,1,GPa,s,,,\nNa,pressure,2,GPa,s,300,,\nNa,pressure,3,GPa,s,,HA/VS,\n"
        "Na,pressure,4,GPa,s,,ha/vs,Madelung",
        'id, "by", the_term',
        ",temperature,model,term",
    )
    assert rows == [
        ("user:s/Na/pressure", None, "total"),
        ("user:s/Na/pressure/T=300.0", None, "total"),
        ("user:s/Na/pressure/ha/vs", "ha/vs", "total"),
        ("user:s/Na/pressure/ha/vs/madelung", "ha/vs", "madelung"),
    ]


@pytest.mark.parametrize(
    ("text", "more", "told"),
    [
        ("Na,pressure,1,GPa,s\nNa,pressure,x,GPa,s\nNx,pressure,1,GPa,s", "",
         "my.csv, line 3, column value: 'x' is not a number (and 1 more line cannot be accepted)"),
        ("Na,pressure,1,eV,s", "", "line 2, column unit: 'eV' is not a unit of what"),
        ("Na,pressure,1,GPa,s\nK,pressure,1,GPa,s\nsodium,pressure,2,GPa,s", "",
         "line 4, column element: sodium pressure s has the same key as line 2"),
        ("Na,pressure,1,GPa,s,-1", ",temperature", "line 2, column temperature: '-1'"),
        ("Na,pressure,1,GPa,s,0", ",volume", "line 2, column volume: '0'"),
        ("Na,pressure,1,GPa,s,-1", ",uncertainty", "'-1' is no uncertainty"),
        ("Na,pressure,1,GPa,s,A\nK,pressure,1,GPa,s,\nLi,pressure,1,GPa,s,B", ",citation",
         "line 4, column citation: source 's' has another citation above"),
        ("Na,pressure,1,GPa,s,verified", ",evidence",
         "column evidence: 'verified' is no kind of evidence; valid: primary, cited, uncited"),
        ("Na,pressure,1,GPa,s,standard", ",uncertainty_kind", "has no uncertainty that it could"),
        ("Na,pressure,1(1),GPa,s,2s", ",uncertainty_kind", "'2s' is no kind of uncertainty_kind"),
        ("Na,pressure,1,GPa,s,ha/vs,7Li", ",model,material", "'7Li' belongs to an observation"),
        ("pressure,1,GPa,s,Na", "", "is the header shifted by one?"),
    ],
)  # fmt: skip
def test_the_first_wrong_line_is_told(checked, text, more, told):
    with pytest.raises(FactError) as caught:
        checked(text, "*", more)
    assert told in str(caught.value)


def test_evidence_and_kind_have_defaults(checked):
    told = "the_evidence, the_uncertainty_kind, the_material"
    assert checked("Na,pressure,1,GPa,s\nK,pressure,1(1),GPa,s", told) == [
        ("primary", "", ""), ("primary", "stated", ""),
    ]  # fmt: skip
    more = ",evidence,uncertainty_kind,material"
    rows = checked("Na,pressure,1(1),GPa,s,Cited,range, 7Li \nK,pressure,1,GPa,s,,,", told, more)
    assert rows == [("cited", "range", "7Li"), ("primary", "", "")]


def test_zero_kelvin_and_an_uncertainty_of_zero_are_accepted(checked):
    rows = checked("Na,pressure,1,GPa,s,0,0", "at_temperature, error", ",temperature,uncertainty")
    assert rows == [(0.0, 0.0)]
