"""One file per command, each with a function ``run``; only the one that is called is imported."""
