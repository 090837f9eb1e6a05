"""One file per command, each with one function ``run``; only the one that is called is imported."""
