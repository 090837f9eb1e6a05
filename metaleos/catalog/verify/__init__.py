"""A model against itself: one harness for every model; each outcome is a row of data."""
