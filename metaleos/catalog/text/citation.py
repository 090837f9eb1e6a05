"""A citation in one line."""

from __future__ import annotations

from typing import Any


def who_and_year(item: dict[str, Any]) -> str:
    """Return how a work is spoken of: ``Assael et al. 2006``."""
    surnames = [name.split(",")[0] for name in item["authors"].split(" and ") if name]
    who = surnames[0] if surnames else ""
    who += " et al." if len(surnames) > 2 else f" and {surnames[1]}" if len(surnames) == 2 else ""
    return " ".join(part for part in (who, item["year"]) if part)


def source_line(item: dict[str, Any]) -> str:
    """Return one citation in one line."""
    what = who_and_year(item)
    title = item["title"] if item["title"] and not item["title"].startswith("[") else ""
    doi = f"doi:{item['doi']}" if item["doi"] else ""
    rest = ", ".join(part for part in (what, title, item["journal"], doi) if part)
    return f"{item['key']}: {rest}"
