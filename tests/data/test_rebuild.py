"""Every data file of the package is made again from `data/inputs`, byte for byte or by values."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tomllib

import numpy as np
import pytest

from data import starts
from data.__main__ import main
from data.evidence import carrier_of, carriers
from data.products import HAND_KEPT, INPUTS, PACKAGE, PRODUCTS, TEXT, chosen, shipped
from metaleos.solvers.tfd.atom import start
from tests.docs.examples import ROOT

# Where gas_tables.npz was made, and is the same to the byte: numpy and the vector instructions.
MADE_WITH = ("2.4.6", ["X86_V3"])


def here():
    config = np.show_config(mode="dicts")
    kernels = os.environ.keys() & {"NPY_DISABLE_CPU_FEATURES", "OPENBLAS_CORETYPE"}
    return np.__version__, [*config["SIMD Extensions"].get("found", []), *kernels]


def arrays(path):
    with np.load(path) as data:
        return dict(data)


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    folder = tmp_path_factory.mktemp("text") / "metaleos"
    assert main(["text", "--into", str(folder)]) == 0
    return folder


def test_every_shipped_file_is_made_or_named_as_kept_by_hand():
    made = [path for product in PRODUCTS.values() for path in product.files]
    assert len(made) == len(set(made))
    assert {path for path in made if not path.startswith("../")} | set(HAND_KEPT) == shipped()
    assert not set(made) & set(HAND_KEPT)


@pytest.mark.long
@pytest.mark.parametrize("path", [path for product in TEXT for path in product.files])
def test_text_is_made_again_byte_for_byte(text, path):
    same = (text / path).read_bytes() == (PACKAGE / path).read_bytes()
    assert same, f"{path}: mend the fact in data/inputs, then run python -m data"


def test_nothing_else_is_written(text):
    found = {p.resolve() for p in text.parent.rglob("*") if p.is_file()}
    assert found == {(text / path).resolve() for product in TEXT for path in product.files}


PLANTED = {
    "elements.csv": ("name", "ingest/data/elements.csv"),
    "adjudicated.csv": ("reason", "ingest/data/facts/cohesive_bulk.csv"),
    "carriers.csv": ("credit", "../DATA-LICENSES.md"),
    "absences.csv": ("reason", "../docs/data.md"),
    "curated.csv": ("note", "ingest/data/facts/constants.csv"),
    "references.csv": ("value", "ingest/data/references.csv"),
    "packages.csv": ("value", "ingest/data/facts/constants.csv"),
    "thermophysics.csv": ("value", "ingest/data/facts/thermal.csv"),
    "solids.csv": ("value", "ingest/data/facts/thermal.csv"),
    "isotherms.csv": ("value", "ingest/data/facts/isotherms.csv"),
    "radial_distributions.csv": ("value", "ingest/data/facts/radial_distributions.csv"),
    "observed/elements.csv": ("value", "ingest/data/facts/constants.csv"),
    "observed/cohesive_bulk.csv": ("value", "ingest/data/facts/cohesive_bulk.csv"),
    "observed/liquid.csv": ("value", "ingest/data/facts/liquid.csv"),
    "observed/elastic_alkali.csv": ("value", "ingest/data/facts/elastic.csv"),
    "observed/liquid_structure.csv": ("value", "ingest/data/facts/liquid_structure.csv"),
    "observed/hugoniot_fits.csv": ("c0", "ingest/data/facts/hugoniot_fits.csv"),
    "observed/hugoniot_points.csv": ("Us", "ingest/data/facts/hugoniot_points.csv"),
    **{f"papers/{name}.csv": ("parsed", f"ingest/data/papers/{name}.csv") for name in (
        "bretonnet_derouiche_1990", "latter_1955", "perrot_1979", "soma_1978",
    )},
}  # fmt: skip


def test_a_change_is_planted_in_every_input():
    assert set(PLANTED) == {p.relative_to(INPUTS).as_posix() for p in INPUTS.rglob("*.csv")}


@pytest.mark.long
@pytest.mark.parametrize(("name", "column", "output"), [(n, *to) for n, to in PLANTED.items()])
def test_a_changed_input_changes_its_output(tmp_path, name, column, output):
    inputs = tmp_path / "inputs"
    shutil.copytree(INPUTS, inputs)
    with (inputs / name).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    words = column in {"name", "note", "credit", "reason"}
    row = next(row for row in rows if row[column] and (words or row[column][-1].isdigit()))
    last = row[column][-1]
    row[column] = row[column][:-1] + (str((int(last) + 1) % 10) if last.isdigit() else "x")
    with (inputs / name).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    for product in TEXT:
        product.build(inputs, tmp_path / "out/metaleos")
    assert (tmp_path / "out/metaleos" / output).read_bytes() != (PACKAGE / output).read_bytes()


def test_a_changed_printed_digit_reaches_the_errata(tmp_path):
    inputs = tmp_path / "inputs"
    shutil.copytree(INPUTS, inputs)
    path = inputs / "papers/perrot_1979.csv"
    cells = path.read_text(encoding="utf-8")
    assert cells.count(",25.05,") == 1
    path.write_text(cells.replace(",25.05,", ",25.06,"), encoding="utf-8")
    PRODUCTS["errata"].build(inputs, tmp_path)
    before = (PACKAGE / "ingest/data/errata.csv").read_text(encoding="utf-8").splitlines()
    after = (tmp_path / "ingest/data/errata.csv").read_text(encoding="utf-8").splitlines()
    assert set(before) - set(after) == {line for line in before if ",25.05," in line} != set()


def test_names_are_products_or_groups(capsys):
    assert [p.name for p in chosen([])] == [p.name for p in TEXT]
    assert [p.name for p in chosen(["errata", "facts"])] == ["facts", "errata"]
    assert list(chosen(["all"])) == list(PRODUCTS.values())
    assert main(["fact"]) == 2
    valid = "elements, papers, references, absences, facts"
    assert f"no product fact (valid: {valid}" in capsys.readouterr().err


@pytest.mark.long
def test_the_text_needs_no_library_beyond_the_standard_one(tmp_path):
    code = (
        "import sys; from data.__main__ import main; main(sys.argv[1:]); "
        "print({'numpy', 'scipy', 'mpmath', 'duckdb', 'pydantic'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code, "text", "--into", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


def test_the_wheel_has_no_builder_and_the_sdist_has_them_all():
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]
    assert build["build"]["targets"]["wheel"]["packages"] == ["metaleos"]
    assert "/data" in build["build"]["targets"]["sdist"]["include"]
    assert not [p for p in PACKAGE.rglob("*.py") if p.name.startswith(("make_", "build_facts"))]
    assert not list((PACKAGE / "ingest/data").rglob("*.py"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["isolated", "coefficients"])  # 35 and 300 s
def test_tables_of_many_digits_are_made_again_byte_for_byte(tmp_path, name):
    PRODUCTS[name].build(INPUTS, tmp_path)
    for path in PRODUCTS[name].files:
        assert (tmp_path / path).read_bytes() == (PACKAGE / path).read_bytes()


@pytest.mark.slow  # 26 s
def test_gas_tables_are_made_again(tmp_path):
    """Sums of doubles: other vector instructions give other last digits (5e-12 was seen)."""
    PRODUCTS["gas_tables"].build(INPUTS, tmp_path)
    (path,) = PRODUCTS["gas_tables"].files
    made, kept = arrays(tmp_path / path), arrays(PACKAGE / path)
    assert list(made) == list(kept)
    for name, values in kept.items():
        np.testing.assert_allclose(made[name], values, rtol=0, atol=1e-10)
    if here() == MADE_WITH:
        assert (tmp_path / path).read_bytes() == (PACKAGE / path).read_bytes()


@pytest.fixture
def no_starts(monkeypatch):
    """Starts that are being made are read by nobody."""

    def read(name):
        raise AssertionError(f"the starts of {name} are read")

    monkeypatch.setattr(start, "start_table", read)


@pytest.mark.slow  # 5 s
def test_starts_are_made_again_byte_for_byte(tmp_path, no_starts):
    (path,) = PRODUCTS["starts"].files
    PRODUCTS["starts"].build(INPUTS, tmp_path)
    assert (tmp_path / path).read_bytes() == (PACKAGE / path).read_bytes()


@pytest.mark.parametrize("name", ["tfd", "tfdw"])
def test_a_sample_of_the_starts_is_made_again(no_starts, name):
    (path,) = PRODUCTS["starts"].files
    kept = arrays(PACKAGE / path)
    rows = np.random.default_rng(8).choice(np.prod(starts.SHAPE), 24, replace=False)
    values = kept[f"{name}_values"].reshape(-1, kept[f"{name}_values"].shape[-1])[rows]
    np.testing.assert_array_equal(starts.densities(name, rows), values, strict=True)
    grid = starts.axes(name)
    for key, place in (("first", 0), ("step", 1)):
        made = [x[place] - place * x[0] for x in grid]
        np.testing.assert_allclose(start.UNIT * kept[f"{name}_{key}"], made, rtol=1e-12)
    if name == "tfd":
        limits = starts.limits(np.exp(grid[0][3]))
        np.testing.assert_array_equal(limits, kept["tfd_limits"][3], strict=True)


def test_a_start_whose_rounding_is_left_to_chance_is_refused():
    safe = np.array([0.0014, 0.0015 + 2 * starts.MARGIN, -0.0026])
    np.testing.assert_array_equal(starts.rounded(safe), [1, 2, -3])
    for near in (0.0015 + 0.5 * starts.MARGIN, -0.0025, 3.0005 - 0.5 * starts.MARGIN):
        with pytest.raises(RuntimeError, match="of half a thousandth"):
            starts.rounded(np.append(safe, near))


def test_licences_count_every_fact_and_meet_the_requests():
    text = (ROOT / "DATA-LICENSES.md").read_text(encoding="utf-8")
    rows = [
        line.split(" | ")
        for line in text.splitlines()
        if line.startswith("| ") and line[2].isdigit()
    ]
    folder = PACKAGE / "ingest/data/facts"
    facts = sum(
        len(list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())))
        for path in (*folder.glob("*.csv"), folder.parent / "references.csv")
    )
    assert sum(int(row[0].strip("| ")) for row in rows) == facts
    by_carrier = {row[1]: row for row in rows}
    assert all(row[4].strip(" |") for row in rows)
    shared = [row for row in rows if row[2].startswith("CC BY-SA 4.0")]
    assert sum(int(row[0].strip("| ")) for row in shared) == 13
    assert all("licenses/by-sa/4.0" in r[3] and "en.wikipedia.org/wiki/" in r[4] for r in shared)
    assert sum("ihed.ras.ru/rusbank" in row[4] for row in rows) == 2
    assert by_carrier["github ststewart/aneos-iron-2020"][0] == "| 55"
    assert "asks to be cited" in by_carrier["github ststewart/aneos-iron-2020"][3]
    assert by_carrier["ase"][2].startswith("LGPL")
    with (ROOT / "pyproject.toml").open("rb") as handle:
        assert "DATA-LICENSES.md" in tomllib.load(handle)["project"]["license-files"]


def test_a_carrier_that_is_not_known_is_told():
    with pytest.raises(ValueError, match=r"no carrier in inputs/carriers.csv begins 'hearsay'"):
        carrier_of({"carrier": "hearsay"}, carriers(INPUTS))
