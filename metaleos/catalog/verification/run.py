"""Run the harness over a selection, store the outcomes, and count them."""

from __future__ import annotations

from datetime import UTC, datetime
from math import isfinite
from typing import TYPE_CHECKING, Any, cast

from metaleos.catalog.inputs import Facts
from metaleos.catalog.names import KnownNames, Names, conventions, split_names
from metaleos.catalog.verification.harness import verify_claims, verify_model
from metaleos.catalog.verification.paper import paper_checks
from metaleos.errors import UnknownNameError
from metaleos.solvers.protocol import CONVENTIONS, Convention
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from metaleos.catalog.catalog import Catalog
    from metaleos.catalog.verification.check import Check
    from metaleos.progress import Progress
    from metaleos.solvers.protocol import Model

KINDS = ("integrity", "paper", "claim")


def _checks(
    model: Model,
    convention: Convention,
    facts: Facts,
    elements: list[str] | None,
    kinds: Sequence[str],
) -> Iterator[Check]:
    if set(kinds) == {"claim"}:
        return verify_claims(model, convention, facts)
    return verify_model(model, convention, facts, elements)


def verify(
    catalog: Catalog,
    element: Names = None,
    model: Names = None,
    *,
    convention: Names = None,
    kind: Names = None,
    store: bool = True,
    progress: Progress | None = None,
) -> list[Check]:
    """Run every check that applies to a selection, and store the outcomes.

    Parameters
    ----------
    catalog : Catalog
    element, model, convention
        As for `Catalog.query`; without `model` every model of the registry, without `element`
        three of those that each model covers, without `convention` both.
    kind : str
        ``integrity``, ``paper``, ``claim``; all of them without.
    store : bool
        Whether the outcomes replace those stored for the same models and kinds.
    progress : callable

    Raises
    ------
    UnknownNameError, UsageError, LockedError
    """
    kinds = _kinds(kind)
    which = cast("list[Convention]", conventions(convention) if convention else list(CONVENTIONS))
    found: list[Check] = []
    with catalog.reading() as connection:
        known = KnownNames(connection)
        chosen = [item.name for item in known.select_models(model, every=not model)]
        elements = known.elements(element) or None
        facts = Facts(connection)
        if "paper" in kinds and elements is None:
            found += [
                check for check in paper_checks(connection, chosen) if check.convention in which
            ]
    for number, name in enumerate(chosen):
        if progress is not None:
            progress(name, number / len(chosen))
        for one in models()[name].conventions:
            if one in which:
                found += [
                    check
                    for check in _checks(models()[name], one, facts, elements, kinds)
                    if check.kind in kinds
                ]
    if store:
        with catalog.writing() as connection:
            store_checks(connection, found, chosen, which, kinds, elements)
    return found


def _kinds(names: Names) -> list[str]:
    wanted = [name.casefold() for name in split_names(names)] or list(KINDS)
    for name in wanted:
        if name not in KINDS:
            raise UnknownNameError("kind", name, KINDS, f"(valid: {', '.join(KINDS)})")
    return wanted


def store_claims(connection: duckdb.DuckDBPyConnection, facts: Facts) -> None:
    """Grade every paper's claims and store them, inside the caller's transaction."""
    names = [model.name for model in models().values() if model.claims]
    found = [check for name in names for check in verify_claims(models()[name], "standard", facts)]
    store_checks(connection, found, names, ["standard"], ["claim"], None)


def store_checks(
    connection: duckdb.DuckDBPyConnection,
    checks: list[Check],
    names: list[str],
    which: list[Convention],
    kinds: list[str],
    elements: list[str] | None,
) -> None:
    """Replace the stored outcomes of a selection, inside the caller's transaction."""
    connection.execute(
        "DELETE FROM model_check WHERE list_contains(?, model) AND list_contains(?, convention) "
        "AND list_contains(?, kind) AND (? OR element = '*' OR list_contains(?, element))",
        [names, list(which), kinds, elements is None, elements or []],
    )
    first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM model_check").fetchall()[0][0]
    now = datetime.now(UTC).replace(tzinfo=None)
    with connection.appender("model_check") as appender:
        for number, check in enumerate(checks):
            appender.append_row(
                first + number, check.kind, check.name, check.model, check.element,
                check.convention, check.state, _finite(check.residual), _finite(check.tolerance),
                check.grade, check.detail, now,
            )  # fmt: skip


def _finite(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def integrity_failed(checks: list[Check]) -> bool:
    """Whether a check of integrity failed: the only kind that means that a number is wrong."""
    return any(check.kind == "integrity" and check.grade == "fail" for check in checks)


def counted(checks: list[Check]) -> list[dict[str, Any]]:
    """Return outcomes by model, convention, kind and check, the worst residual with its detail."""
    groups: dict[tuple[str, ...], list[Check]] = {}
    for check in checks:
        groups.setdefault((check.model, check.convention, check.kind, check.name), []).append(check)
    rows = []
    for (model, convention, kind, name), members in groups.items():
        worst = max(members, key=_severity)
        rows.append(
            {
                "model": model,
                "convention": convention,
                "kind": kind,
                "check": name,
                "pass": sum(item.grade == "pass" for item in members),
                "fail": sum(item.grade == "fail" for item in members),
                "not_applicable": sum(item.grade == "not_applicable" for item in members),
                "worst": _ratio(worst),
                "detail": " ".join(part for part in (worst.element, worst.detail) if part != "*"),
            }
        )
    return rows


def _severity(check: Check) -> tuple[bool, float]:
    return check.grade == "fail", _ratio(check) or 0.0


def _ratio(check: Check) -> float | None:
    """Return the residual in units of the tolerance."""
    if check.residual is None or check.tolerance is None:
        return None
    return check.residual / check.tolerance if check.tolerance > 0.0 else check.residual
