"""Arrays to an ``npz`` file, the same bytes for the same arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def save(path: Path, arrays: Mapping[str, Any]) -> None:
    """Write `arrays` in their order; numpy dates every member 1980-01-01.

    Parameters
    ----------
    path : Path
        Folders above it are made.
    arrays : mapping of str to array
        Stored plainly: deflated bytes would depend on the version of zlib.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **arrays)
