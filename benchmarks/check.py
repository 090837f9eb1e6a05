"""Hold the ratios of the benchmarks against ``limits.toml``; exit code 1 when one is over.

Run ``python -m benchmarks.check``, or with the names of some ratios: ``... check.py tf query``.
"""

from __future__ import annotations

import os
import sys
import tomllib
from importlib import import_module
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))

LIMITS = Path(__file__).with_name("limits.toml")


def limits() -> dict[str, dict[str, dict[str, float]]]:
    """Return, by benchmark and name of a ratio, what was measured and the limit."""
    return tomllib.loads(LIMITS.read_text(encoding="utf-8"))


def check(names: list[str]) -> list[str]:
    """Measure ratios, print a line for each, and return the names of those over their limit.

    Parameters
    ----------
    names : list of str
        Of ratios; none means all.

    Raises
    ------
    ValueError
        If a name is unknown.
    """
    known = {name: bench for bench, found in limits().items() for name in found}
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise ValueError(f"no ratio {', '.join(unknown)} (valid: {', '.join(known)})")
    over = []
    for bench, bounds in limits().items():
        wanted = [name for name in bounds if not names or name in names]
        measured = import_module(f"benchmarks.{bench}").ratios() if wanted else {}
        for name in wanted:
            limit = bounds[name]["limit"]
            verdict = "ok" if measured[name] <= limit else "over"
            print(
                f"{name:8} {measured[name]:9.4g}  limit {limit:9.4g}  "
                f"was {bounds[name]['measured']:9.4g}  {verdict}"
            )
            if verdict == "over":
                over.append(name)
    return over


if __name__ == "__main__":
    # one thread, as the limits were measured; before numpy is imported
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(1 if check(sys.argv[1:]) else 0)
