"""Numbers quoted from papers stand once, and are what was typed a second time from the source.

The second transcription is that of the plain routes (`benchmarks.plain.golden`), typed from the
papers by themselves, or stands here.
"""

import re

import pytest

from benchmarks.plain.golden import atom, crystal, gas
from metaleos.ingest.papers import bretonnet1990
from metaleos.ingest.reader import read_lines, shipped
from metaleos.solvers.electron_gas import local_field_iu, tables
from metaleos.solvers.electron_gas.local_field import XI_SLOPE
from metaleos.solvers.fermi_dirac import latter_fits
from metaleos.solvers.hard_spheres.verlet_weis import AMPLITUDE
from metaleos.solvers.tf import conventions
from metaleos.solvers.tfd.gas import fits
from metaleos.solvers.wh.model import FREEZING_PACKING
from tests.docs.examples import ROOT

SOLVERS = ROOT / "metaleos/solvers"


def test_tables_of_the_local_fields():
    for (kind, quantity), column in tables.TABLES.items():
        assert column == crystal.TABLES[kind][("A", "B", "E_c").index(quantity)]


def test_formulas_of_the_electron_gas():
    assert (tables.KINETIC, tables.EXCHANGE) == (2.21, 0.916)
    assert tables.NOZIERES_PINES == (-0.115, 0.031)
    assert tables.VASHISHTA_SINGWI == (-0.1129, 0.03898, -0.00156)
    assert XI_SLOPE == 0.0254
    iu = local_field_iu
    assert (iu._A, iu._B0, iu._B1, iu._B2, iu._B3) == (0.029, 0.0621814, 9.81379, 2.82224, 0.736411)


def test_verlet_and_weis():
    assert AMPLITUDE == (0.7117, 0.114)


def test_fits_of_latter_and_of_perrot():
    assert latter_fits._BELOW_ZERO == atom.BELOW
    assert latter_fits._TO_THREE == atom.TO_THREE
    assert latter_fits._TO_TEN == atom.TO_TEN
    assert latter_fits._SERIES == atom.LARGE
    assert list(fits.F_LOW) == pytest.approx(gas.F_LOW, rel=1e-15)
    assert list(fits.H_LOW) == pytest.approx(gas.H_LOW, rel=1e-15)
    for mine, theirs in ((fits.F_HIGH, gas.F_HIGH), (fits.H_HIGH, gas.H_HIGH)):
        assert mine == pytest.approx(theirs, rel=1e-15)


def test_units_of_latter():
    units = conventions
    mine = (units.LATTER_ELECTRON_MASS_G, units.LATTER_CHARGE_ESU, units.LATTER_PLANCK_ERG_S,
            units.LATTER_EV_ERG)  # fmt: skip
    assert mine == (atom._M, atom._E, atom._H, atom._EV)


def test_units_of_perrot():
    """Parameters of the convention `printed`, the same for each element and theory."""
    lines = [f for _, f in read_lines(shipped("parameters", "tf.csv"), ("name", "value"))]
    lines += [f for _, f in read_lines(shipped("parameters", "tfd.csv"), ("name", "value"))]
    told = {"bohr_radius": 0.53, "hartree_energy": 27.21}  # in the text; the others are inferred
    expected = told | {"pressure_unit": 293.0, "avogadro_number": 6.02e23}
    assert {n: v for n, v in atom.PERROT.items() if n in told} == told
    found = {(f["name"], float(f["value"])) for f in lines if f["name"] in expected}
    assert found == set(expected.items())


def test_hard_spheres():
    """Freezing at 0.494 (Hoover and Ree, 1968); Z(0.45) of Carnahan and Starling, 9.384673."""
    assert FREEZING_PACKING == 0.494
    e = 0.45
    assert pytest.approx((1 + e + e**2 - e**3) / (1 - e) ** 3, rel=1e-6) == bretonnet1990._FIT


# as code, not in a docstring: after a bracket, comma, blank or operator
QUOTED = ["1.08482", "0.0254", "0.7117", "0.031", "0.916", "9.81379", "0.16909748", "0.03898"]


@pytest.mark.parametrize("number", QUOTED)
def test_a_quoted_number_stands_once(number):
    found = []
    for path in SOLVERS.rglob("*.py"):
        code = re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text(encoding="utf-8"))
        found += [path.name] * len(re.findall(rf"(?<![\d.]){re.escape(number)}(?!\d)", code))
    assert len(found) == 1, found
