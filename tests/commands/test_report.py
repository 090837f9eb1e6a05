"""``metaleos report``: stdout, files, exit codes."""

from __future__ import annotations


def test_without_output_markdown_goes_to_stdout(run):
    ran = run("report", "-e", "Na", "-m", "ha/h", "-p", "bulk_modulus")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("# Na; ha/h; bulk_modulus (standard)\n")
    assert "bulk_modulus [GPa], Na, ha/h, standard, bcc, compression = 1" in ran.out


def test_a_file_is_written_and_named(run, tmp_path):
    path = tmp_path / "na.html"
    ran = run("report", "-e", "Na", "-m", "ha/h", "-o", str(path))
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"wrote {path}\n"
    assert "<h1>Na; ha/h (standard)</h1>" in path.read_text(encoding="utf-8")


def test_another_ending_is_refused_before_any_work(run, tmp_path):
    ran = run("report", "-m", "ha/h", "-o", str(tmp_path / "na.docx"))
    assert ran.code == 2
    assert "end it in .md" in ran.err


def test_a_folder_that_is_not_there(run, tmp_path):
    ran = run("report", "-e", "Na", "-m", "ha/h", "-o", str(tmp_path / "no" / "na.md"))
    assert ran.code == 1
    assert ran.err.startswith("error: ")
    assert "cannot be written" in ran.err
