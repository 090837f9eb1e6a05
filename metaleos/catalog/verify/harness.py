"""The harness: every check that applies to a model, for every model there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from metaleos.catalog.solve.bench import Bench, Point, Values
from metaleos.catalog.verify import differentiated, limits, structure
from metaleos.catalog.verify.check import Check, Subject
from metaleos.catalog.verify.golden import golden
from metaleos.catalog.verify.pointwise import pointwise
from metaleos.catalog.verify.samples import sample, spread
from metaleos.solvers.protocol import RefusedError

if TYPE_CHECKING:
    from metaleos.catalog.store.facts import Facts
    from metaleos.solvers.protocol import Convention, Model

Family = Callable[[Values], Iterator[Check]]

ANY_CONVENTION: tuple[Family, ...] = (
    structure.given,
    structure.sums,
    structure.batch_independence,
    structure.refinement,
    structure.bad_states,
)
CONSISTENT_UNITS: tuple[Family, ...] = (
    pointwise,
    differentiated.by_volume,
    differentiated.by_temperature,
    differentiated.by_shell,
    differentiated.zero_pressure,
    limits.cold,
    limits.hot,
    limits.scaling,
    limits.thin_shell,
    limits.least_compression,
)
"""Identities between quantities of different units: `printed` keeps each paper's own constants."""

_ERRORS = (
    RefusedError, ArithmeticError, ValueError, LookupError, TypeError, RuntimeError, MemoryError,
)  # fmt: skip


def verify_model(
    model: Model,
    convention: Convention,
    facts: Facts,
    elements: Iterable[str] | None = None,
    *,
    deep: bool = False,
) -> Iterator[Check]:
    """Run every integrity check that applies to one model, and its paper's claims.

    Which checks apply follows from what the model yields and what its states are made of; a new
    model in the registry is held to all of them without being named anywhere.

    Parameters
    ----------
    facts : Facts
        The inputs.
    elements : iterable of str, optional
        Else three of those that the model covers, and all that have golden values.
    deep : bool
        Refine at every state of the sample, not at the first of each element alone.
    """
    bench = Bench(model, convention, facts)
    covered = bench.elements()
    wanted = None if elements is None else list(elements)
    chosen = spread(covered) if wanted is None else [e for e in wanted if e in covered]
    about = Subject(model.name, convention, "*", "")
    yield from _guarded(about, "golden values", partial(golden, elements=wanted), bench)
    if not chosen:
        yield about.row("coverage", grade="not_applicable", detail="covers none of the elements")
        return
    try:
        values = bench.solve(sample(bench, chosen))
    except _ERRORS as error:
        yield _raised(about, "sample", error)
        return
    families = ANY_CONVENTION
    if convention == "standard":
        families += (*CONSISTENT_UNITS, claims)
    else:
        text = "printed keeps the paper's own constants and units: held in standard"
        yield about.row("identities", grade="not_applicable", detail=text)
    for family in families:
        how = partial(family, deep=True) if deep and family is structure.refinement else family
        for check in _guarded(about, family.__name__.replace("_", " "), how, values):
            yield _known(model, check)


def verify_claims(model: Model, convention: Convention, facts: Facts) -> Iterator[Check]:
    """Grade only the claims of the model's paper; they are held in ``standard``."""
    if convention == "standard":
        about = Subject(model.name, convention, "*", "")
        yield from _guarded(about, "claims", _graded_claims, Bench(model, convention, facts))


def _known(model: Model, check: Check) -> Check:
    """Book a fault that the paper's own equations have as one of the paper, with its reason."""
    reason = model.inconsistencies.get(check.name)
    if reason is None or check.kind != "integrity":
        return check
    return replace(check, kind="paper", detail=f"{check.detail}; {reason}")


def claims(at: Values) -> Iterator[Check]:
    """Grade the statements of the model's paper, at the reference states of all its elements."""
    yield from _graded_claims(at.bench)


def _graded_claims(bench: Bench) -> Iterator[Check]:
    test = bench.model.load_claims()
    if test is None:
        return
    elements = bench.elements()
    reference = [Point(element, bench.reference(element)) for element in elements]
    about = Subject(bench.model.name, bench.convention, "*", "reference states")
    for claim in test(bench.batch(reference), elements):
        yield about.row(
            claim.name,
            kind="claim",
            grade="pass" if claim.holds else "fail",
            detail=f"{claim.statement}: {claim.finding}",
        )


_Of = TypeVar("_Of", Bench, Values)


def _guarded(
    about: Subject, name: str, family: Callable[[_Of], Iterator[Check]], of: _Of
) -> Iterator[Check]:
    """Yield the checks of a family; an exception is itself a failed check."""
    try:
        yield from family(of)
    except _ERRORS as error:
        yield _raised(about, name, error)


def _raised(about: Subject, name: str, error: BaseException) -> Check:
    return about.row(name, grade="fail", detail=f"raised {type(error).__name__}: {error}")
