"""Planted faults: what `metaleos verify` and the tests notice of a number that is wrong."""
