"""Outcomes and reasons row by row: the one way in which an adapter refuses states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.arrays import BoolArray, FloatArray, IntArray, ObjectArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from metaleos.solvers.protocol import Range

Reason = str | ObjectArray | Callable[[int], str]
"""One text, one for each of the rows, or a function of the row's number."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """What became of n states: columns of a `metaleos.solvers.protocol.Solution`.

    Parameters
    ----------
    outcome, reason : object array of str, shape (n,)
    missing, lacking : dict of property to object array of str, shape (n,)
    """

    outcome: ObjectArray
    reason: ObjectArray
    missing: dict[str, ObjectArray] = field(default_factory=dict)
    lacking: dict[str, ObjectArray] = field(default_factory=dict)

    @classmethod
    def of(cls, count: int) -> Outcomes:
        """Return those of `count` states, none refused."""
        return cls(np.full(count, "ok", dtype=object), np.full(count, "", dtype=object))

    def __len__(self) -> int:
        """Return the number of states."""
        return len(self.outcome)

    @property
    def ok(self) -> BoolArray:
        """Which states are not refused."""
        return np.asarray(self.outcome == "ok", dtype=bool)

    @property
    def good(self) -> IntArray:
        """The rows that are not refused."""
        return np.flatnonzero(self.ok)

    def take(self, rows: IntArray) -> Outcomes:
        """Return a copy of some rows, without what is missing."""
        return Outcomes(self.outcome[rows], self.reason[rows])

    def refuse(self, rows: BoolArray | IntArray, outcome: str, why: Reason) -> None:
        """Give rows an outcome and a reason; the first refusal of a row stays.

        Parameters
        ----------
        rows : array
            Numbers of rows, or a column of n truths.
        outcome : str
            A key of `metaleos.solvers.protocol.OUTCOMES`.
        why : str, object array or callable
        """
        index = self._numbers(rows)
        still = np.asarray(self.outcome[index] == "ok", dtype=bool)
        index = index[still]
        self.outcome[index] = outcome
        if callable(why):
            for row in index:
                self.reason[row] = why(row)
        else:
            self.reason[index] = why if isinstance(why, str) else why[still]

    def confine(self, ranges: Iterable[Range], columns: Mapping[str, FloatArray]) -> None:
        """Refuse the rows outside the ranges of a model; the first refusal of a row stays.

        Parameters
        ----------
        ranges : iterable of Range
            Of the model.
        columns : mapping of str to float array, shape (n,)
            What each range bounds, by its name; NaN is outside.
        """
        for item in ranges:
            x = columns[item.name]
            outside = ~((x >= item.low) & (x <= item.high))
            why = np.array([f"{value:.4g} is outside {item}" for value in x[outside]], dtype=object)
            self.refuse(outside, "out_of_range", why)

    def lack(
        self,
        name: str,
        rows: BoolArray | IntArray,
        why: str | ObjectArray,
        outcome: str | ObjectArray = "undefined",
    ) -> None:
        """Say why a property has no value at rows that are otherwise solved; the last word stays.

        Parameters
        ----------
        name : str
            The property.
        rows : array
            As in `refuse`.
        why : str or object array
            One text, or one for each of the rows.
        outcome : str or object array
            A key of `metaleos.solvers.protocol.OUTCOMES`: ``undefined`` where the property does
            not exist at the state, another where the solver or an input falls short.
        """
        index = self._numbers(rows)
        for columns, word in ((self.missing, why), (self.lacking, outcome)):
            column = columns.setdefault(name, np.full(len(self), "", dtype=object))
            column[index] = word

    def _numbers(self, rows: BoolArray | IntArray) -> IntArray:
        return np.arange(len(self))[rows]
