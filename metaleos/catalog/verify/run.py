"""Run the harness over a selection, store the outcomes, and count them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from math import isfinite
from operator import attrgetter
from time import perf_counter
from typing import TYPE_CHECKING, Any, cast, get_args

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.compare.verdicts import judged, printed
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.names import Names, split_names
from metaleos.catalog.store.select import by, new_ids
from metaleos.catalog.verify import baseline
from metaleos.catalog.verify.check import Grade
from metaleos.catalog.verify.facts import FACTS, fact_checks
from metaleos.catalog.verify.harness import verify_claims, verify_model
from metaleos.catalog.verify.paper import paper_checks
from metaleos.errors import UnknownNameError
from metaleos.solvers.registry import inside, models

if TYPE_CHECKING:
    import duckdb

    from metaleos.catalog.states.selection import Selection
    from metaleos.catalog.store.file import CatalogFile
    from metaleos.catalog.verify.check import Check
    from metaleos.solvers.protocol import Convention

KINDS = ("integrity", "paper", "claim", "fact")
SHOWN = ("summary", "covered", "failed", "moved", "every")
_HEADINGS = {
    "model": "model", "convention": "convention", "kind": "kind", "check": "check",
    "pass": "pass", "fail": "fail", "not_applicable": "n/a", "worst": "worst/tolerance",
}  # fmt: skip


@dataclass(frozen=True)
class Run:
    """What the harness found.

    Parameters
    ----------
    outcomes : dict
        What came out, as the baseline has it.
    seconds : dict of str to float
        What each model took, without its printed cells; those of all under ``""``.
    """

    checks: list[Check]
    outcomes: dict[baseline.Key, baseline.Outcome]
    seconds: dict[str, float]


def verify(
    file: CatalogFile,
    selection: Selection,
    kind: Names = None,
    *,
    store: bool = True,
    show: str = "summary",
    deep: bool = False,
) -> Answer:
    """Run every check that applies to a selection, and store the outcomes.

    Parameters
    ----------
    selection : Selection
        Without models every one that is declared, without elements three of those that each
        model covers.
    kind : str
        ``integrity``, ``paper``, ``claim``, ``fact``; all of them without.
    store : bool
        Whether the outcomes replace those stored for the same models and kinds; those of the
        shipped facts, which are not of the catalog, are not stored.
    show : {"summary", "covered", "failed", "moved", "every"}
        The rows: counts by check, what each model was held to, failed checks, what moved from the
        baseline, or every one.
    deep : bool
        Refine the settings of models at every state of the sample, which takes longer.

    Returns
    -------
    Answer
        Beside the rows ``counts`` by grade; ``integrity_failed``, the number of failed checks of
        integrity, the only kind that means that a number is wrong; ``moved``, see
        `metaleos.catalog.verify.baseline.moves`; and ``covered``, see `covered`.

    Raises
    ------
    UnknownNameError, UsageError, LockedError
    """
    if show not in SHOWN:
        raise UnknownNameError("choice of rows", str(show), SHOWN, f"valid: {', '.join(SHOWN)}")
    kinds = _kinds(kind)
    run = run_checks(file, selection, kinds, store=store, deep=deep)
    checks, cover = run.checks, covered(run)
    with file.reading() as connection:
        apart = baseline.apart(connection, selection)
    scope = baseline.Scope(selection, kinds, apart)
    accepted = scope.of(baseline.stored())
    moved = baseline.moves(accepted, scope.of(run.outcomes))
    counts = _counts(checks)
    broken = sum(check.kind == "integrity" and check.grade == "fail" for check in checks)
    different = {kind: sum(row[kind] for row in cover) for kind in kinds}
    number = len(cover) - (FACTS in run.seconds)
    named = [f"{number} model" if number == 1 else f"{number} models"] if number else []
    named += ["the facts"] if FACTS in run.seconds else []
    subjects = " and of ".join(named) or "no model"
    of_kinds = ", ".join(f"{kind} {number}" for kind, number in different.items())
    extent = (
        f"{sum(different.values())} different checks of {subjects} ({of_kinds}), "
        f"{len(checks)} with repetitions, in {sum(run.seconds.values()):.1f} s"
    )
    notice = (
        f"{counts['pass']} passed, {counts['fail']} failed ({broken} of integrity), "
        f"{counts['not_applicable']} not applicable"
    )
    if "integrity" in kinds and number and not deep:
        notice += (
            "; settings refined at one state an element (--deep: at every state of the sample)"
        )
    if show in {"failed", "every"}:
        rows = [asdict(c) for c in checks if show == "every" or c.grade == "fail"]
    else:
        rows = {"summary": counted(checks), "covered": cover, "moved": moved}[show]
    return Answer(
        "metaleos.verify/1", rows, notices=[extent, notice, *scope.notices(len(accepted), moved)],
        headings=_HEADINGS if show == "summary" else {},
        extra={"counts": counts, "integrity_failed": broken, "moved": moved, "covered": cover},
    )  # fmt: skip


def run_checks(
    file: CatalogFile, selection: Selection, kinds: list[str], *, store: bool, deep: bool = False
) -> Run:
    """Run the checks of some kinds over a selection; store those of models where `store`."""
    chosen = [name for name in selection.models or models() if name in models()]
    asked = chosen if set(kinds) - {"fact"} else []
    which = cast("list[Convention]", list(selection.conventions))
    elements = list(selection.elements) or None
    papers = "paper" in kinds and "printed" in which and elements is None
    start = perf_counter()
    with file.reading() as connection:
        facts = Facts(connection)
        there = printed(connection, solvers=chosen) if papers else None
    cells = judged(there) if there else []
    found: list[Check] = []
    seconds = {"": perf_counter() - start}
    for number, name in enumerate(asked):
        file.progress(name, number / len(asked))
        start = perf_counter()
        for one in models()[name].conventions:
            if one in which:
                model = models()[name]
                if set(kinds) == {"claim"}:
                    found += verify_claims(model, one, facts)
                else:
                    every = verify_model(model, one, facts, elements, deep=deep)
                    found += [check for check in every if check.kind in kinds]
        seconds[name] = perf_counter() - start
    checks = [*paper_checks(cells), *found]
    facts_found: list[Check] = []
    if "fact" in kinds and set(inside()) <= set(chosen):
        start = perf_counter()
        facts_found = fact_checks(elements)
        seconds[FACTS] = perf_counter() - start
    if store:
        with file.writing() as connection:
            store_checks(connection, checks, chosen, which, kinds, elements)
    return Run([*checks, *facts_found], baseline.outcomes([*found, *facts_found], cells), seconds)


def _kinds(names: Names) -> list[str]:
    wanted = [name.casefold() for name in split_names(names, "kind")] or list(KINDS)
    for name in wanted:
        if name not in KINDS:
            raise UnknownNameError("kind", name, KINDS, f"valid: {', '.join(KINDS)}")
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
    first = new_ids(connection, "model_check", len(checks))
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


def covered(run: Run) -> list[dict[str, Any]]:
    """Return by model how many different checks of each kind were made, in how many seconds.

    ``repetitions`` are the same check again, at another state, of another element or property.
    The seconds are without the printed cells, which are solved in one go.
    """
    rows = []
    for name in filter(None, run.seconds):
        mine = [check for check in run.checks if check.model == name]
        kinds: list[str] = [kind for kind, *_ in {(c.kind, c.convention, c.name) for c in mine}]
        rows.append(
            {
                "model": name, **{kind: kinds.count(kind) for kind in KINDS},
                "repetitions": len(mine) - len(kinds), "seconds": round(run.seconds[name], 3),
            }
        )  # fmt: skip
    return rows


def counted(checks: list[Check]) -> list[dict[str, Any]]:
    """Return outcomes by model, convention, kind and check, the worst residual with its detail."""
    groups = by(checks, attrgetter("model", "convention", "kind", "name"))
    rows = []
    for (model, convention, kind, name), members in groups.items():
        worst = max(members, key=_severity)
        detail = " ".join(part for part in (worst.element, worst.detail) if part != "*")
        rows.append(
            {
                "model": model, "convention": convention, "kind": kind, "check": name,
                **_counts(members), "worst": _ratio(worst), "detail": detail,
            }
        )  # fmt: skip
    return rows


def _counts(checks: list[Check]) -> dict[str, int]:
    """Return how many checks have each grade."""
    return {grade: sum(check.grade == grade for check in checks) for grade in get_args(Grade)}


def _severity(check: Check) -> tuple[bool, float]:
    return check.grade == "fail", _ratio(check) or 0.0


def _ratio(check: Check) -> float | None:
    """Return the residual in units of the tolerance."""
    if check.residual is None or check.tolerance is None:
        return None
    return check.residual / check.tolerance if check.tolerance > 0.0 else check.residual
