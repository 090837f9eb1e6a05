"""``metaleos plot``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.terminal.options import Db, Selection, Units
from metaleos.terminal.progress import catalog_at, notice

File = Annotated[
    str, typer.Option("--output", "-o", help="The picture: a name ending in .png, .svg or .pdf.")
]
Abscissa = Annotated[
    str | None, typer.Option("--x", help="State variable of the abscissa, e.g. compression.")
]
Terms = Annotated[bool, typer.Option("--terms", help="Draw the terms beside the whole.")]
Linear = Annotated[
    bool, typer.Option("--linear", help="Keep axes linear where values span orders of magnitude.")
]


def run(
    *,
    output: File,
    selection: Selection,
    x: Abscissa = None,
    terms: Terms = False,  # a flag
    linear: Linear = False,  # a flag
    units: Units = None,
    db: Db = None,
) -> None:
    r"""Draw properties over the state variable that varies, with the published points.

    State options are solved now; without them what is stored is drawn. Needs matplotlib.

    \b
    metaleos plot -e Na -m ha/h -p pressure --volume-ratio 0.7:1.3:9 -o na.png
    metaleos plot -e Cu -m tf,tfdw -p pressure --temperature "1:9:9 eV" -o cu.svg
    metaleos plot -e Fe -m wh -p pair_potential -o iron.pdf
    """
    with catalog_at(db) as catalog:
        picture = catalog.plot(
            output, **selection.arguments(), x=x, terms=terms, linear=linear, units=units
        )
    notice(f"{output}: {picture.description}")
