"""The page on the architecture says what is there."""

from __future__ import annotations

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SVG = ROOT / "docs" / "figures" / "architecture.svg"


@pytest.fixture(scope="module")
def picture():
    spec = spec_from_file_location("make_architecture", ROOT / "docs/figures/make_architecture.py")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_the_picture_is_that_of_today(picture):
    text = SVG.read_text(encoding="utf-8")
    for room, count in picture.modules().items():
        assert f"{room.replace('catalog.', 'catalog/')}  ({count})" in text, "draw it again"


@pytest.mark.long
def test_every_arrow_points_down(picture):
    row = {room: number for number, layer in enumerate(picture.LAYERS) for room in layer}
    assert all(row[above] < row[below] for above, below in picture.imports())


def test_the_page_names_only_files_that_are_there():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:store|states|solve|text|ask|trust|compare|show|fill)/\w+)", text)
    assert named
    for name in named:
        assert (ROOT / "metaleos" / "catalog" / f"{name}.py").is_file(), name
