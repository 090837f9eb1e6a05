"""Columns of numbers with what they may be off by, carried through arithmetic to first order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

if TYPE_CHECKING:
    from metaleos.solvers.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Bounded:
    """Numbers of shape (n,); arithmetic with plain numbers takes these as exact.

    Parameters
    ----------
    sharp : float array, shape (n,)
        What rounding and differencing alone leave.
    room : float array, shape (n,)
        That, and the error estimates of the solver.
    """

    value: FloatArray
    sharp: FloatArray
    room: FloatArray
    __array_ufunc__: ClassVar[None] = None  # an array leaves arithmetic with these to them

    def __add__(self, other: Bounded) -> Bounded:
        return Bounded(self.value + other.value, self.sharp + other.sharp, self.room + other.room)

    def __sub__(self, other: Bounded) -> Bounded:
        return self + other * -1.0

    def __mul__(self, other: Bounded | FloatArray | float) -> Bounded:
        other = _as_bounded(other)
        a, b = np.abs(self.value), np.abs(other.value)
        sharp, room = a * other.sharp + b * self.sharp, a * other.room + b * self.room
        return Bounded(self.value * other.value, sharp, room)

    __rmul__ = __mul__

    def __truediv__(self, other: Bounded | FloatArray | float) -> Bounded:
        other = _as_bounded(other)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio, b = self.value / other.value, np.abs(other.value)
            sharp = (self.sharp + np.abs(ratio) * other.sharp) / b
            return Bounded(ratio, sharp, (self.room + np.abs(ratio) * other.room) / b)

    def __pow__(self, power: float) -> Bounded:
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = power * np.abs(self.value) ** (power - 1.0)
            return Bounded(self.value**power, slope * self.sharp, slope * self.room)

    def rows(self, index: IntArray) -> Bounded:
        """Return the rows of `index`; where it is negative nothing is known."""
        return Bounded(self.value[index], self.sharp[index], self.room[index]).only(index >= 0)

    def only(self, where: BoolArray, other: float = np.nan) -> Bounded:
        """Return these `where` that holds, and `other` elsewhere."""
        return Bounded(
            np.where(where, self.value, other),
            np.where(where, self.sharp, 0.0),
            np.where(where, self.room, 0.0),
        )


def _as_bounded(number: Bounded | FloatArray | float) -> Bounded:
    if isinstance(number, Bounded):
        return number
    value = np.asarray(number, dtype=np.float64)
    return Bounded(value, np.zeros_like(value), np.zeros_like(value))
