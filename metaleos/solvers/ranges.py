"""Ranges that several theories declare; light, as declarations are (no numpy)."""

from __future__ import annotations

from metaleos.solvers.protocol import Range

# 18 % off the gas of Perdew and Wang (1992) at 0.2, 22 % at 25
NOZIERES_PINES = Range(
    name="r_s",
    unit="bohr",
    low=0.2,
    high=25.0,
    reason="E_c of Nozieres and Pines is wrong by a fifth at both ends",
)
