"""The ratios that `nox -s bench` holds against ``limits.toml``."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from benchmarks import check
from tests.docs.examples import ROOT

BENCHES = {
    "bench_one": {"fast": {"measured": 1.0, "limit": 1.5}, "slow": {"measured": 2.0, "limit": 3.0}},
    "bench_two": {"other": {"measured": 0.1, "limit": 0.2}},
}


@pytest.fixture
def measured(monkeypatch):
    """Ratios that two made-up benchmarks give, and the benchmarks that were run."""
    ran = []
    values = {"fast": 1.2, "slow": 3.01, "other": 0.2}

    class Bench:
        def __init__(self, name):
            self.name = name.removeprefix("benchmarks.")

        def ratios(self):
            ran.append(self.name)
            return {name: values[name] for name in BENCHES[self.name]}

    monkeypatch.setattr(check, "limits", lambda: BENCHES)
    monkeypatch.setattr(check, "import_module", Bench)
    return ran


def test_what_is_over_its_limit_is_named(measured, capsys):
    assert check.check([]) == ["slow"]
    lines = capsys.readouterr().out.splitlines()
    assert [(line.split()[0], line.split()[-1]) for line in lines] == [
        ("fast", "ok"), ("slow", "over"), ("other", "ok"),
    ]  # fmt: skip


def test_only_the_benchmarks_asked_for_run(measured):
    assert check.check(["other"]) == []
    assert measured == ["bench_two"]


def test_an_unknown_ratio_is_refused(measured):
    with pytest.raises(ValueError, match=r"no ratio fats \(valid: fast, slow, other\)"):
        check.check(["fats"])
    assert measured == []


def test_every_limit_has_its_benchmark_and_its_measured_ratio():
    found = check.limits()
    assert {name for bench in found.values() for name in bench} == {
        "build", "query", "status", "tf", "tfdw", "store", "store_bytes", "flat_status",
        "flat_query", "flat_query_all", "flat_query_piped", "flat_explain", "flat_compare",
        "flat_cite", "flat_compute", "flat_nearest", "flat_status_why", "flat_models",
        "flat_elements",
    }  # fmt: skip
    for bench, bounds in found.items():
        assert callable(import_module(f"benchmarks.{bench}").ratios)
        for bound in bounds.values():
            assert 0.0 < bound["measured"] < bound["limit"]


def test_benchmarks_run_from_a_plain_install():
    # `plain.golden` makes data, which takes the extra `test`; no benchmark may need it.
    folder = ROOT / "benchmarks"
    outside = re.compile(
        r"^\s*(?:from|import) "
        r"(?:tests|pytest|hypothesis|mpmath|matplotlib|benchmarks\.plain\.golden)\b",
        re.MULTILINE,
    )
    for path in (*folder.glob("*.py"), *(folder / "plain").glob("*.py")):
        assert not outside.findall(path.read_text(encoding="utf-8")), path
