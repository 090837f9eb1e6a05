"""Draw ``docs/figures/architecture.svg`` from the imports: rooms, layers, who imports whom.

Run: python docs/figures/make_architecture.py
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import grimp
from matplotlib import rcParams
from matplotlib.figure import Figure

HERE = Path(__file__).parent
LAYERS = (
    ("cli",), ("commands",), ("terminal",), ("catalog.catalog",),
    ("catalog.fill", "catalog.show"), ("catalog.verify",), ("catalog.compare", "catalog.trust"),
    ("catalog.ask",), ("catalog.solve",), ("catalog.text",), ("catalog.states",),
    ("catalog.store",), ("ingest", "solvers"),
)  # fmt: skip
"""From above to below; the ground (errors, units ...) is left out: everybody stands on it."""

ROOMS = tuple(room for layer in LAYERS for room in layer)


def room_of(module: str) -> str | None:
    """Return the room of a module, None for the ground."""
    name = module.removeprefix("metaleos").removeprefix(".")
    return next((room for room in ROOMS if name == room or name.startswith(f"{room}.")), None)


def imports() -> Counter[tuple[str, str]]:
    """Return how many imports go from one room to another, types and inner imports included."""
    graph = grimp.build_graph("metaleos", cache_dir=None)
    found: Counter[tuple[str, str]] = Counter()
    for module in sorted(graph.modules):
        for other in graph.find_modules_directly_imported_by(module):
            above, below = room_of(module), room_of(other)
            if above is not None and below is not None and above != below:
                found[above, below] += 1
    return found


def modules() -> Counter[str]:
    """Return the number of modules of every room."""
    graph = grimp.build_graph("metaleos", cache_dir=None)
    return Counter(room for module in graph.modules if (room := room_of(module)) is not None)


def places() -> dict[str, tuple[float, float]]:
    """Return where the middle of every room stands."""
    found = {}
    for row, layer in enumerate(LAYERS):
        for column, room in enumerate(layer):
            found[room] = (0.5 + (column - 0.5 * (len(layer) - 1)) * 0.42, -float(row))
    return found


def draw(path: Path) -> None:
    """Write the picture."""
    rcParams["svg.hashsalt"] = "metaleos"
    rcParams["svg.fonttype"] = "none"
    figure = Figure(figsize=(7.5, 9.5), layout="constrained")
    axes = figure.subplots()
    where, sizes = places(), modules()
    for number, ((above, below), count) in enumerate(sorted(imports().items())):
        (x0, y0), (x1, y1) = where[above], where[below]
        upward = y1 >= y0
        bend = (0.18 + 0.02 * (number % 5)) * (1 if number % 2 else -1)
        axes.annotate(
            "", xy=(x1, y1 + 0.3), xytext=(x0, y0 - 0.3),
            arrowprops={
                "arrowstyle": "-|>", "color": "tab:red" if upward else "0.45",
                "linewidth": 0.5 + 0.12 * min(count, 20), "alpha": 0.55,
                "connectionstyle": f"arc3,rad={bend if abs(y1 - y0) > 1.5 else 0}",
            },
        )  # fmt: skip
    for room, (x, y) in where.items():
        label = f"{room.replace('catalog.', 'catalog/')}  ({sizes[room]})"
        axes.text(
            x, y, label, ha="center", va="center", fontsize=9,
            bbox={"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": "0.2"},
        )  # fmt: skip
    axes.set_xlim(-0.05, 1.05)
    axes.set_ylim(-len(LAYERS) + 0.3, 0.7)
    axes.axis("off")
    axes.set_title("who imports whom (modules in brackets; width: number of imports)", fontsize=9)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "architecture.svg")
