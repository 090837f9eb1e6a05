"""Results into the catalog: build, compute and recompute are three ways into one loop."""
