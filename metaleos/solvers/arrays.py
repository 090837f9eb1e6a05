"""The types of arrays, each named once."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
ComplexArray = npt.NDArray[np.complexfloating[Any, Any]]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]
"""Whole numbers, and rows or columns by their numbers."""

ObjectArray = npt.NDArray[np.object_]
"""Words: structures, outcomes, reasons."""
