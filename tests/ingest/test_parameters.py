"""Lines of a file of parameters become rows; a wrong line is named."""

from __future__ import annotations

import pytest

from metaleos.errors import FactError
from metaleos.ingest.parameters import parameters_in, shipped_parameters

HEADER = "theory,variant,element,convention,name,value,unit,source,table,note\n"


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "toy.csv"

    def write(line, header=HEADER):
        path.write_text(f"{header}{line}\n", encoding="utf-8")
        return path

    return write


def test_a_line_becomes_a_row(written):
    (row,) = parameters_in(written("toy,a,Na,printed,depth,-0.50,Ry,me,IV,why"))
    assert row.id == "toy/a/Na/printed/depth"
    assert (row.theory, row.variant, row.element) == ("toy", "a", "Na")
    assert (row.convention, row.name) == ("printed", "depth")
    assert (row.value, row.printed, row.unit) == (-0.5, "-0.50", "Ry")
    assert (row.source, row.note, row.cell) == ("me", "why", None)


def test_a_number_of_a_table_is_called_table_and_other_places_are_not(written):
    for place, locator in (("IV", "Table IV"), ("text p. 9", "text p. 9"), ("", "")):
        (row,) = parameters_in(written(f"toy,a,Na,printed,depth,1,,me,{place},"))
        assert row.locator == locator
        assert row.unit == "1"


@pytest.mark.parametrize(
    "line",
    ["toy,a,Na,printed,u,x,Ry,me,,", "toy,a,Na,other,u,1,Ry,me,,", "toy,a,Na,*,u,1,furlong,me,,"],
)
def test_a_wrong_line_is_named(written, line):
    with pytest.raises(FactError, match=r"^parameters/toy\.csv, line 2: "):
        list(parameters_in(written(line)))


def test_a_missing_column_is_named(written):
    with pytest.raises(FactError, match="column 'source' is missing"):
        list(parameters_in(written("", HEADER.replace(",source", ""))))


def test_the_shipped_files_are_all_read():
    rows = list(shipped_parameters())
    assert {row.theory for row in rows} >= {"ha", "tf", "tfd"}
    assert len({row.id for row in rows}) == len(rows)
