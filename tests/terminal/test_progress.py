"""A bar where somebody watches, nothing where nobody does; a catalog that is there when asked."""

from __future__ import annotations

import pytest

from metaleos.terminal.progress import Bar, catalog_at, notice


def test_a_notice_is_a_line_on_stderr(capsys):
    notice("so it is")
    assert capsys.readouterr() == ("", "so it is\n")


def test_nobody_watches(capsys):
    bar = Bar()
    bar("facts", 0.5)
    bar.clear()
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [
        (0.0, "[........................]   0 %"),
        (0.25, "[######..................]  25 %"),
        (1.0, "[########################] 100 %"),
    ],
)
def test_the_bar_fills_one_line_and_is_wiped(capsys, monkeypatch, fraction, shown):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    bar = Bar()
    bar("facts of the elements, with a name that is far too long", fraction)
    drawn = capsys.readouterr().err
    assert drawn.startswith(f"\r{shown}  facts of the elements")
    assert len(drawn) <= 80
    bar.clear()
    wiped = capsys.readouterr().err
    assert wiped.strip(" \r") == ""
    assert wiped.count(" ") >= len(drawn) - 1
    bar.clear()
    assert capsys.readouterr().err == "", "wiped twice"


def test_a_catalog_is_built_only_where_one_is_needed(fresh_db, session_facts, monkeypatch):
    monkeypatch.setenv("METALEOS_DB", str(fresh_db))
    with catalog_at(None, ensure=False) as catalog:
        assert catalog.path == fresh_db
    assert not fresh_db.exists()
    with catalog_at(str(session_facts)) as catalog:
        assert len(catalog.elements("Na")) == 1


def test_the_bar_is_wiped_when_a_command_fails(capsys, monkeypatch, session_facts):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    def fails():
        with catalog_at(str(session_facts)) as catalog:
            catalog.file.progress("facts", 0.5)
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        fails()
    assert capsys.readouterr().err.endswith(" \r")
