"""``metaleos cite``."""

from __future__ import annotations

import sys

from metaleos.terminal.options import All, Db, Format, OutputFormat, Selection, Where
from metaleos.terminal.output import show
from metaleos.terminal.progress import catalog_at, notice


def run(
    *,
    selection: Selection,
    all_: All = False,  # a flag
    where: Where = None,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""Print BibTeX of exactly the sources behind the rows that `query` shows.

    Papers of the models, sources of every input that was read, published and observed values;
    in comments behind an entry, what was read in its place, with licence, evidence and credit.

    \b
    metaleos cite --element Na --model VS > na.bib
    metaleos cite -e Al -m tfdw --all --format json
    """
    with catalog_at(db) as catalog:
        answer = catalog.cite(**selection.arguments(), all_states=all_, where=where)
    if not len(answer):
        notice("nothing is stored for this selection; `metaleos query` names the nearest")
    if form is Format.TABLE:
        from metaleos.catalog.trust.cite import bibtex  # beside its only use

        sys.stdout.write(bibtex(answer.rows()))
    else:
        show(answer, form)
