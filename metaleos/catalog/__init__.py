"""The catalog: one DuckDB file that stores facts and results, and knows what is stale."""
