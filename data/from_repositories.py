"""Read facts from clones of public repositories into the inputs.

Each repository has a clone, or a bare one, below one folder, named ``owner+name``::

    python data/from_repositories.py FOLDER data/inputs

Only values are taken, at the commit named here, each with what the repository says of it. The
inputs that it writes are kept, so that a rebuild needs no clone.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ACWF = "aiidateam/acwf-verification-scripts", "e8a0a44"
STRUCTURES = {"BCC": "bcc", "FCC": "fcc", "SC": "sc", "Diamond": "diamond"}
EV_GPA = 160.2176634  # of 1 eV/angstrom3
AGREE = 0.01  # the two codes in the volume: their mean is then what the repository averaged


class Clones:
    """Files of repositories at their commits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def text(self, repository: tuple[str, str], path: str) -> str:
        """Return a file."""
        name, commit = repository
        folder = self.folder / name.replace("/", "+")
        git = folder / "repo" if (folder / "repo").is_dir() else folder
        command = ["git", "-C", str(git), "show", f"{commit}:{path}"]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603 - our words


def carrier(repository: tuple[str, str], path: str) -> str:
    """Return how a file of a repository is named as a carrier."""
    return f"github {repository[0]}@{repository[1]} {path}"


def references(clones: Clones, symbols: set[str]) -> Iterator[dict[str, Any]]:
    """Volume, bulk modulus and B' of the cubic structures: mean of two all-electron codes."""
    folder, stem = "acwf_paper_plots/code-data", "results-unaries-verification-PBE-v1-"
    path = f"{folder}/{stem}AE-average.json"
    fits = json.loads(clones.text(ACWF, path))["BM_fit_data"]
    codes = [json.loads(clones.text(ACWF, f"{folder}/{stem}{code}.json"))["BM_fit_data"]
             for code in ("fleur", "wien2k-dk_0.06")]  # fmt: skip
    for name, fit in fits.items():
        element, structure = name.split("-X/")
        if fit is None or element not in symbols:
            continue
        atoms = 2 if structure == "Diamond" else 1
        values = {
            "equilibrium_volume": (f"{fit['min_volume'] / atoms:.6g}", "angstrom3/atom"),
            "bulk_modulus": (f"{fit['bulk_modulus_ev_ang3'] * EV_GPA:.5g}", "GPa"),
            "bulk_modulus_derivative": (f"{fit['bulk_deriv']:.4g}", "1"),
        }
        volumes = [code[name]["min_volume"] for code in codes if code.get(name)]
        if any(abs(volume / fit["min_volume"] - 1) > AGREE for volume in volumes):
            raise SystemExit(f"{name}: {volumes} against {fit['min_volume']}")
        for quantity, (value, unit) in values.items():
            yield {
                "element": element, "quantity": quantity, "value": value, "unit": unit,
                "structure": STRUCTURES[structure], "source": "bosoni2024",
                "method": "PBE, all electrons, no spin, 0 K: mean of FLEUR and WIEN2k",
                "table": name, "carrier": carrier(ACWF, path), "carrier_license": "MIT",
            }  # fmt: skip


def write(path: Path, rows: Iterable[dict[str, Any]], symbols: list[str]) -> None:
    """Write rows in the order of Z."""
    ordered = sorted(rows, key=lambda row: symbols.index(row["element"]))
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(ordered[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)


def main(folder: Path, inputs: Path) -> None:
    """Write the inputs that come from repositories."""
    clones = Clones(folder)
    with (inputs / "elements.csv").open(encoding="utf-8", newline="") as handle:
        symbols = [row["symbol"] for row in csv.DictReader(handle)]
    write(inputs / "references.csv", references(clones, set(symbols)), symbols)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
