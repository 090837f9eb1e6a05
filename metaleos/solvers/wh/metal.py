"""One column per fact: the liquid metals of a calculation."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.electron_gas.gas import fermi_wavenumber, spacing_radius
from metaleos.solvers.wh.characteristic import Characteristic
from metaleos.solvers.wh.d_band import d_coefficients
from metaleos.solvers.wh.local_field import LocalField
from metaleos.solvers.wh.pair_potential import PairPotential

if TYPE_CHECKING:
    from metaleos.solvers.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, kw_only=True)
class LiquidMetal:
    """n liquid metals, Hartree atomic units; every field an array of shape (n,).

    Parameters
    ----------
    volume : array
        V/N [bohr3].
    temperature : array
        kT [hartree].
    mass : array
        [electron masses].
    valence : array
        Z_s, electrons per ion in free-electron-like states.
    core_radius : array
        R_c of the empty-core pseudopotential [bohr].
    d_electrons, d_radius, coordination : array
        Z_d, r_d [bohr], n.
    d_width : array
        W_d, width of the d band [hartree].
    distance : array
        d, the solid's nearest-neighbour distance [bohr]; NaN where it is not used.
    ion_sphere : array
        1 where the radius of the sphere per ion, Z_s^(1/3) r_s, stands for r_s in the electron
        gas's energy and local field (a slip of the printed numbers), else 0: the power of
        Z_s^(1/3).
    """

    volume: FloatArray
    temperature: FloatArray
    mass: FloatArray
    valence: FloatArray
    core_radius: FloatArray
    d_electrons: FloatArray
    d_radius: FloatArray
    coordination: FloatArray
    d_width: FloatArray
    distance: FloatArray
    ion_sphere: FloatArray

    def __len__(self) -> int:
        """Return the number of metals."""
        return len(self.volume)

    @classmethod
    def of(cls, **values: npt.ArrayLike) -> LiquidMetal:
        """Build from plain numbers or arrays that broadcast; see the class for the names.

        `distance` and `ion_sphere` may be left out.

        Raises
        ------
        ValueError
            If T, V, mass, Z_s, r_d, n or W_d is not positive, R_c is negative, or Z_d lies
            outside (0, 10].
        """
        values = {"distance": np.nan, "ion_sphere": 0.0} | values
        names = [f.name for f in fields(cls)]
        missing = [name for name in names if name not in values]
        if missing:
            raise ValueError(f"missing {', '.join(missing)} of a liquid metal")
        columns = np.broadcast_arrays(
            *(np.atleast_1d(np.asarray(values[name], dtype=float)) for name in names)
        )
        metal = cls(**{name: np.array(c) for name, c in zip(names, columns, strict=True)})
        for reason in metal.faults():
            if reason:
                raise ValueError(reason)
        return metal

    def faults(self) -> list[str]:
        """Per metal, why it cannot be solved ('' where it can)."""
        out = [""] * len(self)
        for name, text in (
            ("volume", "volume per atom must be positive"),
            ("temperature", "temperature must be positive"),
            ("mass", "atomic mass must be positive"),
            ("valence", "valence Z_s must be positive"),
            ("d_radius", "d-state radius r_d must be positive"),
            ("coordination", "coordination number n must be positive"),
            ("d_width", "d-band width W_d must be positive"),
        ):
            _note(out, ~(getattr(self, name) > 0.0), text, getattr(self, name))
        _note(out, ~(self.core_radius >= 0.0), "core radius R_c is negative", self.core_radius)
        bad = ~((self.d_electrons > 0.0) & (self.d_electrons <= 10.0))
        text = "no d electrons in this model's sense: Z_d must lie inside (0, 10]"
        _note(out, bad, text, self.d_electrons)
        return out

    def take(self, index: IntArray | BoolArray | slice) -> LiquidMetal:
        """Return the metals at `index`."""
        return LiquidMetal(**{f.name: getattr(self, f.name)[index] for f in fields(self)})

    def at_volume(self, volume: FloatArray) -> LiquidMetal:
        """Return the same metals at other volumes per atom [bohr3]."""
        return replace(self, volume=volume)

    @property
    def r_s(self) -> FloatArray:
        """Radius of the sphere of one valence electron [bohr]."""
        return spacing_radius(self.volume, self.valence)

    @property
    def k_f(self) -> FloatArray:
        """Fermi wavenumber [1/bohr]."""
        return fermi_wavenumber(self.r_s)

    @property
    def gas_radius(self) -> FloatArray:
        """The r_s that E_EG and G are evaluated at: r_s, or Z_s^(1/3) r_s by the slip."""
        return np.asarray(self.r_s * np.cbrt(self.valence) ** self.ion_sphere)

    def characteristic(self, kind: str) -> Characteristic:
        """Return F_N with the local field `kind` (``"h"``, ``"vs"``, ``"iu"``)."""
        return Characteristic(self.k_f, self.core_radius, LocalField(kind, self.gas_radius))

    def pair_potential(self, kind: str) -> PairPotential:
        """Return u(r) with the local field `kind`."""
        A, C = d_coefficients(self.d_electrons, self.d_radius, self.coordination)
        return PairPotential(self.valence, self.characteristic(kind), A, C)


def _note(out: list[str], bad: BoolArray, text: str, value: FloatArray) -> None:
    for i in np.flatnonzero(bad):
        out[i] = out[i] or f"{text}, not {value[i]:.6g}"
