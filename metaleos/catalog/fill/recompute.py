"""Renew what is stale: planned from logged durations, solved in batches, committed as it goes."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from metaleos.catalog.fill.filling import Filled, bounded, fill, whole_jobs, worthwhile
from metaleos.catalog.fill.judging import renew_verdicts
from metaleos.catalog.fill.restoring import restored_states
from metaleos.catalog.solve.executor import processes
from metaleos.catalog.solve.staleness import CurrentRun, current_runs
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.select import by
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from metaleos.catalog.solve.executor import Job
    from metaleos.catalog.states.selection import Selection
    from metaleos.catalog.store.file import CatalogFile
    from metaleos.solvers.protocol import Convention

_OF_ELEMENT = {"input", "new", "missing"}


@dataclass(frozen=True, kw_only=True)
class Recomputed(Filled):
    """What was renewed, or would be: beside what was solved and stored, the plan.

    Parameters
    ----------
    plan : tuple of dict
        One a model and convention: elements, states, expected seconds, why.
    states : int
        States planned.
    expected_seconds : float
        Duration of the solvers as the log of the stored runs has it [s].
    blocked : tuple of str
        Why states could not be placed today.
    workers : int
        Processes used.
    verdicts : int
        Stale verdicts on printed cells; where there are any, all are judged anew.
    """

    plan: tuple[dict[str, Any], ...] = ()
    states: int = 0
    expected_seconds: float = 0.0
    blocked: tuple[str, ...] = ()
    workers: int = 1
    verdicts: int = 0


def recompute(
    file: CatalogFile,
    selection: Selection,
    *,
    dry_run: bool = False,
    workers: int | None = None,
) -> Recomputed:
    """Renew the stale results of a selection; of everything in it where it says so.

    The file is held only while a batch is written. An interruption loses what was being solved
    and nothing that was: repeated, the call goes on where it stopped.

    Parameters
    ----------
    selection : Selection
        Its elements, models and conventions; with `everything` what is fresh too.
    dry_run : bool
        Only plan.
    workers : int or None
        Processes; None means as many of the cores as the expected work is worth.
    """
    with file.reading() as connection:
        facts = Facts(connection)
        runs = [
            run
            for run in current_runs(connection, facts, selection)
            if run.is_stale or selection.everything
        ]
        done = _planned(runs)
        if dry_run:
            return done
        jobs: list[Job] = []
        blocked: list[str] = []
        for (name, convention), members in _grouped(runs).items():
            model = models().get(name)
            if model is None:
                blocked.append(f"{name} is no longer declared")
                continue
            table, refused = restored_states(
                connection, facts, model, convention, [run.id for run in members]
            )
            blocked += refused.values()
            if table is not None:
                seconds = sum(run.seconds for run in members) / len(table)
                jobs += whole_jobs(model, convention, table, facts, seconds)
    jobs = bounded(jobs)
    used = worthwhile(jobs, workers)
    filled = fill(file.writing, jobs, facts, processes(used), file.progress)
    file.progress("verdicts on printed cells", 1.0)
    verdicts = renew_verdicts(file)
    file.progress("done", 1.0)
    return replace(
        done, **asdict(filled), workers=used, blocked=tuple(dict.fromkeys(blocked)),
        verdicts=verdicts,
    )  # fmt: skip


def _planned(runs: list[CurrentRun]) -> Recomputed:
    plan = []
    for (name, convention), members in _grouped(runs).items():
        several = len({run.element for run in members}) > 1
        why = Counter(
            f"{run.element} {cause}" if several and cause.kind in _OF_ELEMENT else str(cause)
            for run in members
            for cause in run.causes
        )
        shown = [text for text, _ in why.most_common(2)]
        plan.append(
            {
                "model": name, "convention": convention,
                "elements": len({run.element for run in members}),
                "states": sum(run.states for run in members),
                "expected_seconds": sum(run.seconds for run in members),
                "why": "; ".join(shown) + (f"; {len(why) - 2} more" if len(why) > 2 else ""),
            }
        )  # fmt: skip
    return Recomputed(
        plan=tuple(plan),
        states=sum(run.states for run in runs),
        expected_seconds=sum(run.seconds for run in runs),
    )


def _grouped(runs: list[CurrentRun]) -> dict[tuple[str, Convention], list[CurrentRun]]:
    return by(runs, lambda run: (run.model, cast("Convention", run.convention)))
