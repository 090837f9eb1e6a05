"""Write today's output under the examples of a page: ``python -m tests.docs.refresh README.md``.

For whoever changes an example or a result: read the difference before you commit it. Examples
with a line ``...`` are left as they are, since what to leave out is a choice.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.docs.examples import shown_examples


def refresh(path: Path) -> None:
    """Rewrite the shown outputs of one page."""
    text = path.read_text(encoding="utf-8")
    for example in shown_examples(path.resolve()):
        if "\n...\n" in f"\n{example.output}":
            continue
        ran = subprocess.run(
            [sys.executable, "-m", "metaleos", *example.arguments],
            capture_output=True,
            text=True,
            check=False,
        )
        shown = f"{example.typed}\n{example.output}"
        now = f"{example.typed}\n{ran.stdout or ran.stderr}"
        text = text.replace(f"$ {shown}", f"$ {now}", 1)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        refresh(Path(name))
