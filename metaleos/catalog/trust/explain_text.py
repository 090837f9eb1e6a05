"""Explanations as plain text of 80 columns."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

from metaleos.catalog.text.digits import show_number
from metaleos.catalog.text.quoted import choice_words, mark_of, place_words, reading_words
from metaleos.catalog.text.record import BESIDE
from metaleos.catalog.text.table import list_table
from metaleos.catalog.text.terminal import plain_lines
from metaleos.units import behind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIDTH = 80


def explanation_text(item: dict[str, Any], sources: dict[str, str]) -> str:
    """Return one explanation as text.

    Parameters
    ----------
    item : dict
        As `metaleos.catalog.trust.explain.explanations` gives it.
    sources : dict of str to str
        One line per citation key.
    """
    return "\n".join(_lines(item, sources))


def explanation_rows(item: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one explanation as plain rows: its terms, inputs, causes of staleness and checks."""
    head = {key: item[key] for key in ("element", "model", "convention")}
    head["state"] = ", ".join(_state(name, cell) for name, cell in item["state"].items())
    rows = []

    def add(kind: str, name: str, value: Any, unit: str, source: str, detail: str) -> None:
        rows.append(
            {
                **head, "kind": kind, "name": name, "value": value, "unit": unit,
                "source": source, "detail": detail,
            }
        )  # fmt: skip

    for entry in item["properties"]:
        for term in entry["terms"]:
            detail = f"{term['outcome']} {term['reason']}".strip()
            name = f"{entry['property']} {term['term']}"
            add("term", name, term["value"], entry["unit"], "", detail)
    for one in item["inputs"]:
        add("input", one["name"], one["value"], one["unit"], one["source"], _stands(one))
    for text in item["stale"]:
        add("stale", text, None, "", "", "")
    for check in item["checks"]:
        add("check", check["name"], check["residual"], "", "", check["grade"])
    return rows


def _lines(item: dict[str, Any], sources: dict[str, str]) -> Iterator[str]:
    state = ", ".join(_state(name, cell) for name, cell in item["state"].items())
    yield _wrapped(f"{item['element']}, {item['model']}, {item['convention']}: {state}")
    for entry in item["properties"]:
        yield ""
        yield _wrapped(f"{entry['property']} {entry['symbol']}: {entry['description']}")
        yield from _table(
            [
                (
                    term["term"],
                    show_number(term["value"], term["error_estimate"])
                    if term["outcome"] == "ok"
                    else f"{term['outcome']}: {term['reason']}",
                    _unit(entry["unit"]) if term["outcome"] == "ok" else "",
                    _error(term),
                    *(_beside(term, kind) for kind in BESIDE),
                )
                for term in entry["terms"]
            ]
        )
        words = [reading_words(item) for term in entry["terms"] for item in term["published"]]
        words += [_disputed(item) for term in entry["terms"] for item in term["observed"]]
        yield from (_wrapped(text) for text in words if text)
    yield ""
    yield "inputs read"
    yield from _table(
        [
            (
                one["name"],
                "absent" if one["value"] is None else f"{one['value']:.10g}",
                _unit(one["unit"]) if one["value"] is not None else "",
                f"{one['source']} {_stands(one)}".strip(),
            )
            for one in item["inputs"]
        ]
    )
    yield ""
    run, solver = item["run"], item["solver"]
    yield _wrapped(f"solver: {solver.get('function', 'no longer declared')}")
    settings = ", ".join(f"{name}={value}" for name, value in run["settings"].items())
    yield _wrapped(f"revision {run['revision']}" + (f", settings {settings}" if settings else ""))
    yield _wrapped(
        f"run {run['id']}, metaleos {run['version']}, {run['started']}, {run['seconds']:.3g} s for "
        f"{run['states']} state{'s' if run['states'] != 1 else ''}"
    )
    yield f"fingerprint {run['fingerprint']}: " + ("stale" if item["stale"] else "fresh")
    for text in item["stale"]:
        yield _wrapped(f"  {text}")
    yield ""
    yield from _checks(item["checks"])
    yield ""
    for key in item["sources"]:
        yield _wrapped(sources.get(key, key))


def _checks(checks: list[dict[str, Any]]) -> Iterator[str]:
    if not checks:
        yield "checks: none stored; `metaleos verify` runs them"
        return
    passed = sum(check["grade"] == "pass" for check in checks)
    asked = sum(check["grade"] != "not_applicable" for check in checks)
    yield f"checks: {passed} of {asked} passed"
    yield from _table(
        [
            (
                check["grade"],
                check["kind"],
                check["name"],
                "" if check["residual"] is None else f"residual {check['residual']:.2g}",
                "" if check["tolerance"] is None else f"tolerance {check['tolerance']:.2g}",
            )
            for check in checks
            if check["grade"] != "not_applicable"
        ]
    )


def _state(name: str, cell: dict[str, Any]) -> str:
    value = cell["value"]
    text = f"{value:.8g}" if isinstance(value, float) else str(value)
    return f"{name} {text}{behind(cell['unit'])}"


def _beside(term: dict[str, Any], kind: str) -> str:
    if not term[kind]:
        return ""
    first = term[kind][0]
    evidence = first["evidence"] if mark_of(first) else ""
    place = ", ".join(filter(None, (place_words(first), evidence)))
    return f"{kind} {first['printed']}{behind(first['printed_unit'])} [{first['source']}] {place}"


def _disputed(item: dict[str, Any]) -> str:
    """Return what was decided about a measured value that sources dispute."""
    printed = f"{item['printed']}{behind(item['printed_unit'])} [{item['source']}]"
    return f"{printed} {words}" if (words := choice_words(item)) else ""


def _stands(one: dict[str, Any]) -> str:
    """Return where an input stands, and how weak its evidence is where the source does not say."""
    weak = one["evidence"] if mark_of(one) and one["evidence"] != one["source"] else ""
    return " ".join(filter(None, (one["locator"], weak)))


def _error(term: dict[str, Any]) -> str:
    return "" if term["error_estimate"] is None else f"+- {term['error_estimate']:.1g}"


def _unit(unit: str) -> str:
    return behind(unit).lstrip()


def _wrapped(text: str) -> str:
    return fill(text, _WIDTH, subsequent_indent="  ", break_long_words=False)


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    return (f"  {line}" for line in plain_lines(list_table(rows)))
