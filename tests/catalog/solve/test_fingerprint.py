"""Fingerprints tell values apart and nothing else."""

from __future__ import annotations

from math import nan

from metaleos.catalog.solve.fingerprint import fingerprint


def test_fingerprints_tell_values_apart_and_nothing_else():
    def stamp(revision=1, settings=None, **values):
        return fingerprint("m", revision, "standard", settings or {"a": 1}, values)

    same = stamp(x=1.0, y=nan)
    assert same == stamp(y=None, x=1.0)
    assert same == stamp(x=1.0 + 0.0, y=nan)
    assert stamp(x=0.0) == stamp(x=-0.0)
    others = [
        stamp(x=1.0000000000000002, y=nan), stamp(x=1.0), stamp(x=1.0, y=0.0),
        stamp(2, x=1.0, y=nan), stamp(1, {"a": 2}, x=1.0, y=nan),
        stamp(1, {"a": 1.0}, x=1.0, y=nan),
        stamp(1, {"a": "1"}, x=1.0, y=nan), stamp(z=1.0, y=nan),
    ]  # fmt: skip
    assert len({same, *others}) == len(others) + 1
