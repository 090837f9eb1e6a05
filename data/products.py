"""Every data file that the package ships: what makes it, or why it is kept by hand."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

INPUTS = Path(__file__).with_name("inputs")
PACKAGE = Path(__file__).parents[1] / "metaleos"
PAPERS = ("bretonnet_derouiche_1990", "latter_1955", "perrot_1979", "soma_1978")
TOPICS = (
    "cohesive_bulk", "constants", "elastic", "hugoniot_fits", "hugoniot_points", "isotherms",
    "liquid", "liquid_structure", "radial_distributions", "thermal",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Data files that are made together.

    Parameters
    ----------
    name : str
        Of the module `data.<name>` whose ``build(inputs, package)`` writes the files, unless
        `copied`.
    files : mapping of str to str
        Path below the package, and the input that is copied to it ("" where a builder runs).
    seconds : float
        What it takes on one core.
    copied : bool
        The files are inputs, copied as they are.
    """

    name: str
    files: dict[str, str]
    seconds: float
    copied: bool = False

    def build(self, inputs: Path, package: Path) -> None:
        """Write the files below `package` from the inputs in the folder `inputs`."""
        if not self.copied:
            import_module(f"data.{self.name}").build(inputs, package)
            return
        for path, source in self.files.items():
            (package / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(inputs / source, package / path)


def _made(*paths: str) -> dict[str, str]:
    return dict.fromkeys(paths, "")


TEXT = (
    Product(
        name="elements",
        files={"ingest/data/elements.csv": "elements.csv"},
        seconds=0,
        copied=True,
    ),
    Product(
        name="papers",
        files={f"ingest/data/papers/{name}.csv": f"papers/{name}.csv" for name in PAPERS},
        seconds=0,
        copied=True,
    ),
    Product(
        name="references",
        files={"ingest/data/references.csv": "references.csv"},
        seconds=0,
        copied=True,
    ),
    Product(
        name="absences",
        files={"ingest/data/absences.csv": "absences.csv"},
        seconds=0,
        copied=True,
    ),
    Product(
        name="facts", files=_made(*(f"ingest/data/facts/{name}.csv" for name in TOPICS)), seconds=1
    ),
    Product(name="coverage", files=_made("../docs/data.md"), seconds=0),
    Product(name="licenses", files=_made("../DATA-LICENSES.md"), seconds=0),
    Product(
        name="carriers",
        files={"ingest/data/carriers.csv": "carriers.csv"},
        seconds=0,
        copied=True,
    ),
    Product(name="errata", files=_made("ingest/data/errata.csv"), seconds=1),
)
TABLES = (
    Product(name="starts", files=_made("solvers/tfd/atom/starts.npz"), seconds=4),
    Product(name="gas_tables", files=_made("solvers/tfd/gas/gas_tables.npz"), seconds=26),
    Product(name="isolated", files=_made("solvers/tf/isolated.npz"), seconds=35),
    Product(name="coefficients", files=_made("solvers/fermi_dirac/coefficients.npz"), seconds=300),
)
GOLDEN = Product(
    name="golden",
    files=_made("ingest/data/golden/states.csv", "ingest/data/golden/values.csv"),
    seconds=200,
)
INGREDIENTS = Product(name="ingredients", files=_made("ingest/data/ingredients.csv"), seconds=20)
PRODUCTS = {product.name: product for product in (*TEXT, *TABLES, GOLDEN, INGREDIENTS)}
GROUPS = {"text": TEXT, "tables": TABLES, "all": tuple(PRODUCTS.values())}

_PARAMETERS = "typed from the papers or inferred from their numbers, each row with its reason"
HAND_KEPT = {
    "ingest/data/baseline.csv": "what `nox -s accept` (data/baseline.py) accepted",
    "ingest/data/sources.bib": "typed: an entry for every source key, its note says what is open",
    **{f"ingest/data/parameters/{name}.csv": _PARAMETERS for name in ("ha", "tf", "tfd", "wh")},
}
"""Files that nothing makes: each has one home, in the package, and is mended there."""


def chosen(names: list[str]) -> list[Product]:
    """Return the products of these names or groups, in the order of the table; none means the text.

    Raises
    ------
    ValueError
        If there is no product or group of a name.
    """
    wanted: set[str] = set()
    for name in names or ["text"]:
        if name in GROUPS:
            wanted |= {product.name for product in GROUPS[name]}
        elif name in PRODUCTS:
            wanted.add(name)
        else:
            valid = ", ".join([*PRODUCTS, *GROUPS])
            raise ValueError(f"no product {name} (valid: {valid})")
    return [product for product in PRODUCTS.values() if product.name in wanted]


def shipped() -> set[str]:
    """Return the data files of the package, as paths below it."""
    return {
        path.relative_to(PACKAGE).as_posix()
        for kind in ("csv", "npz", "bib")
        for path in PACKAGE.rglob(f"*.{kind}")
    }
