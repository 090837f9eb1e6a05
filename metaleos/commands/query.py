"""``metaleos query``."""

from __future__ import annotations

from metaleos.terminal.options import All, Db, Output, Selection, Where
from metaleos.terminal.output import show
from metaleos.terminal.progress import catalog_at


def run(
    *,
    selection: Selection,
    all_: All = False,  # a flag
    where: Where = None,
    output: Output,
    db: Db = None,
) -> None:
    r"""Show what the catalog holds, beside the paper's value and the observed one.

    Without state options: each model's reference state, in convention standard.

    \b
    metaleos query --element Na --model VS
    metaleos query -e Na,K -m ha -p bulk_modulus --units bulk_modulus=Mbar
    metaleos query -e Al -m tf,tfd,tfdw -p pressure --temperature "10 eV"
    metaleos query -m ha --where "bulk_modulus > 5 GPa" --sort -value
    """
    with catalog_at(db) as catalog:
        answer = catalog.query(
            **selection.arguments(), **output.shape.arguments(), all_states=all_, where=where
        )
    show(answer, output.form)
