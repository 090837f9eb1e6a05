"""``python -m metaleos``."""

from metaleos.cli import main

main()
