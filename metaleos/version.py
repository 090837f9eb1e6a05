"""The package's version, read from the installed metadata's single source."""

from __future__ import annotations

__version__ = "0.2.0"
