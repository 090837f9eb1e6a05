"""A small catalog that commands may change."""

from __future__ import annotations

import pytest

from metaleos.catalog.catalog import Catalog
from tests.running import ran


@pytest.fixture
def call(capsys, small_catalog):
    """Run a command on a small catalog that it may change."""

    def run(*arguments):
        found = ran(capsys, "--debug", *arguments, "--db", str(small_catalog))
        return found.code, found.out, found.err

    return run


@pytest.fixture
def edited(small_catalog):
    """Change an input: two states of the small catalog are stale."""
    with Catalog(small_catalog).file.writing() as connection:
        connection.execute("UPDATE parameter SET value = 2.1 WHERE id = 'ha/vs/Na/*/R_M'")
