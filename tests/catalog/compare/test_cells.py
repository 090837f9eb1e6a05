"""Printed cells, and the model of ours that each belongs to."""

from __future__ import annotations

import duckdb
import pytest

from metaleos.catalog.compare.cells import cells_of, citation_keys, reachable
from metaleos.errors import UnknownNameError


@pytest.mark.parametrize(
    ("model", "name", "term", "wanted"),
    [
        ("ha/vs", "pressure", "madelung", "ha/vs"),
        ("tf", "pressure", "total", "tf/exact"),  # the default variant
        ("ha", "pressure", "total", "ha/h"),  # without a default the first
        ("tfdw", "pressure", "madelung", ""),
        ("ha/vs", "entropy", "total", ""),
        ("ha/vs", "pair_potential", "total", ""),  # a curve
        ("observed", "pressure", "total", ""),
    ],
)
def test_which_model_yields_a_printed_property(model, name, term, wanted):
    assert reachable(model, name, term) == wanted


def test_a_cell_knows_its_place_its_steps_and_its_reasons(session_facts):
    with duckdb.connect(session_facts, read_only=True) as connection:
        cells = {cell.facts["cell"]: cell for cell in cells_of(connection, ["latter1955"])}
        assert citation_keys(connection, "latter") == ["latter1955"]
        with pytest.raises(UnknownNameError):
            citation_keys(connection, "nobody2000")
    pressure = cells["latter1955:I:tf:8(a):P/Z^(10/3)"]
    assert (pressure.model, pressure.element, pressure.name) == ("tf/exact", "H", "pressure")
    assert pressure.solver == "tf/exact"
    assert pressure.place is not None
    assert pressure.place.temperature > 0 < pressure.place.volume
    assert pressure.place.temperature_step > 0 < pressure.place.volume_step
    assert [kind for kind, _ in pressure.reasons] == ["misprint"]
    volume = cells["latter1955:I:tf:8(a):Z V"]
    assert (volume.role, volume.place, volume.solver) == ("state", None, "")
