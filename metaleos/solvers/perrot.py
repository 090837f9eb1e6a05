"""What Perrot's tables were made with, as ingredients that `tf`, `tfd` and `tfdw` share."""

from __future__ import annotations

from metaleos.solvers.protocol import Ingredient

_TABLES = ("I", "II", "III")
PRESSURES = tuple(f"perrot1979 {table}:P tf" for table in _TABLES)
"""The columns of Thomas-Fermi pressures, from which his units, masses and N_A were inferred."""

UNITS = (
    Ingredient(name="bohr_radius", text="a0 = 0.53 angstrom", inferred=PRESSURES),
    Ingredient(name="hartree_energy", text="1 Ha = 27.21 eV in kT", inferred=PRESSURES),
    Ingredient(name="pressure_unit", text="1 Ha/a0^3 = 293 Mbar", inferred=PRESSURES),
    Ingredient(
        name="atomic_mass_printed",
        text="the paper's atomic masses: 9.012, 27.0, 63.54",
        inferred=PRESSURES,
    ),
    Ingredient(name="avogadro_number", text="N_A = 6.02e23 in densities", inferred=PRESSURES),
)


def energies(theory: str) -> tuple[str, ...]:
    """Return the columns of energies of a theory, which fix their own origin, E_coh."""
    return tuple(f"perrot1979 {table}:E {theory}" for table in _TABLES)
