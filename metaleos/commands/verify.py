"""``metaleos verify``."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from metaleos.commands.options import Convention, Db, Element, Format, Model, OutputFormat
from metaleos.commands.output import show_records
from metaleos.commands.progress import Bar, catalog_at, notice


class Show(StrEnum):
    """What to print."""

    SUMMARY = "summary"
    FAILED = "failed"
    EVERY = "every"


_HEADINGS = {
    "model": "model", "convention": "convention", "kind": "kind", "check": "check",
    "pass": "pass", "fail": "fail", "not_applicable": "n/a", "worst": "worst/tolerance",
}  # fmt: skip


def run(
    element: Element = None,
    model: Model = None,
    convention: Convention = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", "-k", help="integrity, paper, claim; all without it."),
    ] = None,
    show: Annotated[
        Show, typer.Option(help="Counts by check, failed checks, or every one.")
    ] = Show.SUMMARY,
    store: Annotated[bool, typer.Option(help="Store the outcomes in the catalog.")] = True,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    """Check every model: sums, identities, limits, refinement, printed tables, claims.

    Which checks apply follows from what a model yields. Outcomes are stored (view v_checks).
    Only a failed check of kind integrity gives exit code 4.

    \b
    metaleos verify
    metaleos verify -m ha/vs --kind integrity --show failed
    metaleos verify -m tf -e Al,U --show every --format csv
    """  # noqa: D301  # the backslash is typer's mark of a verbatim block
    from metaleos.catalog.verification.run import (  # noqa: PLC0415  # needs numpy and the solvers
        counted,
        integrity_failed,
        verify,
    )

    bar = Bar()
    with catalog_at(db) as catalog:
        checks = verify(
            catalog, element, model, convention=convention, kind=kind, store=store, progress=bar
        )
    bar.clear()
    counts = {
        grade: sum(check.grade == grade for check in checks)
        for grade in ("pass", "fail", "not_applicable")
    }
    broken = sum(check.kind == "integrity" and check.grade == "fail" for check in checks)
    headings = None
    if show is Show.SUMMARY:
        records, headings = counted(checks), _HEADINGS
    else:
        records = [asdict(c) for c in checks if show is Show.EVERY or c.grade == "fail"]
    show_records(
        records, form, "metaleos.verify/1", headings=headings,
        counts=counts, integrity_failed=broken,
    )  # fmt: skip
    notice(
        f"{counts['pass']} passed, {counts['fail']} failed ({broken} of integrity), "
        f"{counts['not_applicable']} not applicable"
    )
    if integrity_failed(checks):
        raise typer.Exit(4)
