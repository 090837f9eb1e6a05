"""``metaleos query``."""

from __future__ import annotations

import sys

from metaleos.terminal.options import All, Db, Format, Output, Same, Selection, Totals, Where
from metaleos.terminal.output import ask
from metaleos.terminal.progress import catalog_at


def run(
    *,
    selection: Selection,
    all_: All = False,  # a flag
    totals: Totals = False,  # a flag
    same: Same = None,
    where: Where = None,
    output: Output,
    db: Db = None,
) -> None:
    r"""Show what the catalog holds, beside the paper's value and the observed one.

    Without state options: each model's reference state, in convention standard. Without any
    selection a terminal shows what there is and how to ask; a pipe or a file gets every row.

    \b
    metaleos query --element Na --model VS
    metaleos query -e Na,K -m ha -p bulk_modulus --units bulk_modulus=Mbar
    metaleos query -e Al -m tf,tfd,tfdw -p pressure --temperature "10 eV"
    metaleos query -m ha --where "bulk_modulus > 5 GPa" --sort -value
    """
    shape = output.shape.arguments()
    given = [*selection.arguments().values(), *shape.values(), where, same]
    is_open = not (all_ or totals) and all(item is None for item in given)
    if is_open and output.form is Format.TABLE and sys.stdout.isatty():
        with catalog_at(db) as catalog:
            lines = catalog.overview()
        sys.stdout.write("\n".join(lines) + "\n")
        return
    asked = {**selection.arguments(), **shape, "where": where, "totals": totals, "same": same}
    ask(db, output.form, lambda catalog: catalog.query(**asked, all_states=all_))
