"""What is said of evidence, uncertainty and material follows from what the inputs say."""

from __future__ import annotations

import pytest

from data.evidence import carriers, evidence, material, uncertainty
from data.products import INPUTS

ROW = {
    "element": "Cu", "quantity": "density", "value": "8.96", "source": "crc95", "note": "",
    "carrier": "chemicals 1.5.2", "status": "verified", "uncertainty": "", "material": "",
    "state": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({}, "cited"),
        ({"carrier": "abstract read at dtic"}, "primary"),
        ({"carrier": "pymatgen 2026.10.24", "source": "pymatgen"}, "uncited"),
        ({"carrier": "pymatgen 2026.10.24", "source": "nist_asd"}, "cited"),
        ({"status": "computed"}, "computed"),
        ({"status": "computed", "carrier": "github hasundue/TPT.jl", "source": "tpt_jl"},
         "uncited"),
        ({"status": "recalled", "carrier": "recalled"}, "recalled"),
        ({"status": "recalled", "carrier": "recalled", "quantity": "valence"}, "convention"),
        ({"status": "predicted"}, "predicted"),
    ],
)  # fmt: skip
def test_evidence_is_no_better_than_what_was_read(change, kind):
    assert evidence(ROW | change, carriers(INPUTS)) == kind


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, ("", "")),
        ({"uncertainty": "0.02"}, ("0.02", "stated")),
        ({"uncertainty": "0.06 (natural range)"}, ("0.06", "range")),
        ({"uncertainty": "0.7%"}, ("0.063", "expanded")),
        ({"uncertainty": "2e-05", "source": "prohaska2022"}, ("2e-05", "expanded")),
        ({"uncertainty": "4e-06", "source": "wang2021"}, ("4e-06", "standard")),
        ({"uncertainty": "0.05", "carrier": "github hasundue/TPT.jl"}, ("0.05", "estimate")),
        ({"uncertainty": "c0 0.011, s 0.007, rms 0.072 km/s", "quantity": "hugoniot_s"},
         ("0.007", "standard")),
        ({"uncertainty": "rms 0.11 km/s", "quantity": "hugoniot_s"}, ("", "")),
    ],
)  # fmt: skip
def test_an_uncertainty_is_one_of_the_value_and_has_a_kind(change, told):
    assert uncertainty(ROW | change) == told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, ("", "")),
        ({"material": "Cu"}, ("", "")),
        ({"material": "Cu OFHC"}, ("Cu OFHC", "")),
        ({"note": "form: Tin (white); two digits"}, ("white", "two digits")),
        ({"note": "form: gray"}, ("gray", "")),
        ({"state": "110 K, 7Li, bcc"}, ("7Li", "")),
    ],
)
def test_a_form_an_alloy_or_an_isotope_is_the_material(change, told):
    assert material(ROW | change) == told
