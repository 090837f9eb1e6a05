"""A model on states: batches, fingerprints, and the one answer to whether a result is stale."""
