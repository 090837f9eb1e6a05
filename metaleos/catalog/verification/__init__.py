"""One consistency harness for every model of the registry; each outcome is a row of data."""
