"""The bytes of a theory's text files change with them, and are none without them."""

from __future__ import annotations

import pytest

from metaleos.ingest.theory_text import PARAMETERS, SOURCES, theory_text


def test_a_package_without_text_files_has_no_bytes(package):
    (package / "other.csv").write_text("a\n1\n", encoding="utf-8")
    assert theory_text(package.name) == b""


@pytest.mark.parametrize("name", [SOURCES, PARAMETERS])
def test_either_file_counts_alone(package, name):
    (package / name).write_bytes(b"some text\r\n")
    assert theory_text(package.name) == b"some text\r\n"


def test_both_files_count_and_a_change_of_one_is_seen(package):
    (package / SOURCES).write_bytes(b"one")
    (package / PARAMETERS).write_bytes(b"two")
    before = theory_text(package.name)
    assert before == b"onetwo"
    (package / PARAMETERS).write_bytes(b"six")
    assert theory_text(package.name) != before
