"""A citation in one line."""

from __future__ import annotations

from typing import Any


def source_line(item: dict[str, Any]) -> str:
    """Return one citation in one line."""
    surnames = [name.split(",")[0] for name in item["authors"].split(" and ") if name]
    who = surnames[0] if surnames else ""
    who += " et al." if len(surnames) > 2 else f" and {surnames[1]}" if len(surnames) == 2 else ""
    what = " ".join(part for part in (who, item["year"]) if part)
    title = item["title"] if item["title"] and not item["title"].startswith("[") else ""
    doi = f"doi:{item['doi']}" if item["doi"] else ""
    rest = ", ".join(part for part in (what, title, item["journal"], doi) if part)
    return f"{item['key']}: {rest}"
