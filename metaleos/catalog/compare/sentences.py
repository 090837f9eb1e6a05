"""What scores say in one sentence: made from their rows, never typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.solvers.registry import properties

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PLURALS = {
    "energy": "energies", "modulus": "moduli", "fraction": "fractions", "volume": "volumes",
    "temperature": "temperatures", "radius": "radii",
}  # fmt: skip


def sentence(scores: Sequence[Mapping[str, Any]]) -> str:
    """Return what the scores of one property say: who is nearest, by how much, worst where.

    Parameters
    ----------
    scores : sequence of mapping
        Rows of one property (`metaleos.catalog.compare.scores.scores`), ranked ones first.
    """
    ranked = [row for row in scores if row["rank"]]
    scored = [row for row in scores if row["n"]]
    if ranked:
        said = _nearest(ranked)
    elif scored:
        said = "; ".join(map(_alone, scored))
    else:
        said = f"No model is scored against measured {measured(scores[0]['property'])}"
    # One sentence: a model's name keeps its small letter behind a semicolon.
    known, within = (sum(row[name] for row in scored) for name in ("within_of", "within"))
    parts = [said]
    if known:
        parts.append(f"{within} of {known} values lie within a known uncertainty")
    parts += weak_words(scored)
    parts += [_outside(row) for row in scores if row["outside"]]
    return "; ".join(parts) + "."


def weak_words(scores: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a line where scores rest on values that nobody has read in a source, else none."""
    weak, counted = (sum(row[name] for row in scores) for name in ("weak", "n"))
    if not weak:
        return []
    return [f"{weak} of {counted} deviations are from a value recalled, predicted or uncited"]


def measured(name: str) -> str:
    """Return the measured values of a property in words: ``cohesive energies``."""
    words = name.replace("_", " ")
    for one, many in _PLURALS.items():
        if words.endswith(one):
            return words.removesuffix(one) + many
    item = properties().get(name)
    return f"values of {item.symbol}" if item else f"values of {words}"


def _nearest(ranked: Sequence[Mapping[str, Any]]) -> str:
    first, last = ranked[0], ranked[-1]
    n = first["rank_n"]
    whole = all(row["of"] == n for row in ranked)
    over = f"{'all' if whole else 'the same'} {_count(n)} elements" if n > 1 else "one element"
    # The mean is over the shared elements; where these are all of its own, so is the worst.
    worst = _worst(first) if first["n"] == n else ""
    return (
        f"Of the {_count(len(ranked))} models that cover {over} {_name(first)} is nearest to the "
        f"measured {measured(first['property'])}: {_mean(first, 'rank_')} % mean absolute{worst}; "
        f"{_name(last)} is farthest, {_mean(last, 'rank_')} %"
    )


def _alone(row: Mapping[str, Any]) -> str:
    name, n, of = _name(row), row["n"], row["of"]
    if n == 1:
        more = f", one of {of} elements of its domain" if of > 1 else ""
        return f"{name} is off by {row['worst_percent']:+.1f} % for {row['worst_element']}{more}"
    over = f"{n} of {of} elements of its domain"
    return f"{name} is off by {_mean(row)} % mean absolute over {over}{_worst(row)}"


def _outside(row: Mapping[str, Any]) -> str:
    mean = _mean(row, "outside_")
    return (
        f"{row['outside']} more of {_name(row)} lie outside its domain and do not count, "
        f"{mean} % mean absolute"
    )


def _name(row: Mapping[str, Any]) -> str:
    return str(row["model"]) + (" (printed)" if row["convention"] == "printed" else "")


def _mean(row: Mapping[str, Any], of: str = "") -> str:
    value: float = row[f"{of}mean_absolute_percent"]
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def _worst(row: Mapping[str, Any]) -> str:
    return f", worst {row['worst_element']} ({row['worst_percent']:+.1f} %)"


def _count(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
