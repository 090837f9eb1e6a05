"""Spoil a property of the gas for the length of a test."""

from __future__ import annotations

import pytest

from tests.catalog.verify import gas


@pytest.fixture
def spoil(monkeypatch):
    return lambda name, factor=1.01: monkeypatch.setitem(gas.spoilt, name, factor)
