"""Outputs: no catalog, nor what lies beside one, is ever overwritten by one."""

from __future__ import annotations

import os

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.store.outputs import output_path, replacing
from metaleos.errors import CatalogError, UsageError


@pytest.fixture
def here(small_catalog, monkeypatch):
    """Work in the folder of a catalog, with its log and own data beside it."""
    monkeypatch.chdir(small_catalog.parent)
    for suffix in (".wal", ".own.csv"):
        small_catalog.with_name(small_catalog.name + suffix).write_text("mine\n")
    return small_catalog


def link(make, target):
    def place(here, name):
        make(here.with_name(here.name + target), here.with_name(name))
        return name

    return place


PLACES = {
    "itself": lambda here, name: str(here),
    "relative": lambda here, name: f"../{here.parent.name}/{here.name}",
    "symlink": link(lambda old, new: new.symlink_to(old), ""),
    "hardlink": link(lambda old, new: new.hardlink_to(old), ""),
    "its log": lambda here, name: f"{here}.wal",
    "its own data": lambda here, name: f"{here}.own.csv",
    "symlink to its log": link(lambda old, new: new.symlink_to(old), ".wal"),
    "symlink to its own data": link(lambda old, new: new.symlink_to(old), ".own.csv"),
}


@pytest.mark.parametrize("place", PLACES)
def test_an_output_onto_a_catalog_is_refused(here, place):
    output = PLACES[place](here, "link.csv")
    with pytest.raises(UsageError, match=r"would overwrite .*; name another file"):
        output_path(output)


def test_other_files_are_not(here):
    (here.parent / "other.wal").write_text("a log of nothing")
    for name in ("results.csv", "other.wal", "new.own.csv", "small.csv"):
        assert output_path(name).name == name


@pytest.mark.parametrize(
    ("suffix", "write"),
    {
        "table": (".csv", lambda catalog, path: catalog.export("elements", path)),
        "all tables": (
            "", lambda catalog, path: catalog.export("all", path.parent, "csv")
        ),
        "report": (".md", lambda catalog, path: catalog.report("Na", "ha/vs").write(path)),
        "plot": (
            ".svg",
            lambda catalog, path: catalog.plot(
                path, "Na", "ha/vs", "pressure", volume_ratio=[0.9, 1.0]
            ),
        ),
    }.values(),
)  # fmt: skip
@pytest.mark.parametrize("make", [os.symlink, os.link])
def test_every_method_that_writes_refuses(small_catalog, tmp_path, suffix, write, make):
    (tmp_path / "tables").mkdir()
    path = tmp_path / f"link{suffix}" if suffix else tmp_path / "tables" / "elements.csv"
    make(small_catalog, path)
    before = small_catalog.read_bytes()
    with pytest.raises(UsageError, match="would overwrite the catalog"):
        write(Catalog(small_catalog), path)
    assert small_catalog.read_bytes() == before
    assert path.samefile(small_catalog)


def test_a_link_to_another_file_is_written_through_and_a_fault_leaves_what_was_there(tmp_path):
    old = tmp_path / "2025.csv"
    old.write_text("old")
    new = tmp_path / "latest.csv"
    new.symlink_to(old)

    def half():
        with replacing(new) as draft:
            draft.write_text("half")
            raise OSError(28, "No space left on device")

    with pytest.raises(CatalogError, match="cannot be written"):
        half()
    assert old.read_text() == "old"
    with replacing(new) as draft:
        draft.write_text("whole")
    assert old.read_text() == "whole"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["2025.csv", "latest.csv"]
