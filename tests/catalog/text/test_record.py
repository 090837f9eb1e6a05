"""One row of an answer, as JSON has it and as a flat row."""

from __future__ import annotations

from metaleos.catalog.text.record import PLAIN, ROW_KEYS, Record, flat_state, state_of

PRINTED = [
    {"value": 6.99, "printed": "0.699", "source": "paper"},
    {"value": 7.1, "printed": "0.71", "source": "later"},
]
MEASURED = [{"value": 7.9, "printed": "7.9", "source": "book"}]
RECORD = Record(
    "Na", "ha/vs", "standard", "bulk_modulus", "total", 7.6, "GPa",
    {"structure": {"value": "bcc", "unit": "1"}, "volume": {"value": 2.5, "unit": "bohr3/atom"}},
    0.07, "ok", "", PRINTED, MEASURED, run=3, source="soma1978",
)  # fmt: skip
VALUES = {
    "structure": "bcc", "temperature": 0.0, "compression": 2.0, "volume": 125.0,
    "volume_ratio": 0.5, "density": None, "axial_ratio": 1.6,
}  # fmt: skip


def test_a_row_has_the_promised_keys_and_no_others():
    row = RECORD.row()
    assert tuple(row) == ROW_KEYS
    assert (row["value"], row["error_estimate"], row["outcome"]) == (7.6, 0.07, "ok")
    assert row["published"] == PRINTED
    assert row["observed"] == MEASURED


def test_a_flat_row_has_the_first_value_beside_and_units_in_the_headings():
    flat = RECORD.flat()
    assert tuple(flat)[: len(PLAIN)] == PLAIN
    assert (flat["structure"], flat["volume [bohr3/atom]"]) == ("bcc", 2.5)
    assert (flat["published"], flat["published_printed"], flat["published_source"]) == (
        6.99, "0.699", "paper",
    )  # fmt: skip
    assert (flat["observed"], flat["observed_source"]) == (7.9, "book")
    assert flat["source"] == "soma1978"


def test_where_nothing_stands_beside_the_cells_are_empty():
    flat = Record("Na", "m", "standard", "p", "total", None, "GPa", {}, None, "failed", "x").flat()
    assert [flat[f"observed{part}"] for part in ("", "_printed", "_source")] == [None] * 3


def test_a_state_has_every_way_to_say_the_volume_that_is_defined():
    state = state_of("volume,structure,temperature", VALUES)
    assert list(state) == ["structure", "temperature", "compression", "volume", "volume_ratio"]
    assert state["volume"] == {"value": 125.0, "unit": "bohr3/atom"}
    assert state["temperature"] == {"value": 0.0, "unit": "K"}
    assert list(state_of("temperature", VALUES)) == ["temperature"]


def test_the_axial_ratio_is_of_hexagonal_states_alone():
    names = "structure,axial_ratio"
    assert "axial_ratio" not in state_of(names, VALUES)
    assert state_of(names, VALUES | {"structure": "hcp"})["axial_ratio"]["value"] == 1.6


def test_a_flat_state_names_the_units():
    assert flat_state(state_of("structure,temperature", VALUES)) == {
        "structure": "bcc", "temperature [K]": 0.0,
    }  # fmt: skip
