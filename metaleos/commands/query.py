"""``metaleos query``."""

from __future__ import annotations

from metaleos.terminal.options import All, Db, Output, Selection, Where
from metaleos.terminal.output import ask


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
    asked = {**selection.arguments(), **output.shape.arguments(), "where": where}
    ask(db, output.form, lambda catalog: catalog.query(**asked, all_states=all_))
