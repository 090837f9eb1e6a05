"""Questions and their answers: stored, solved, measured; in words or in SQL."""
