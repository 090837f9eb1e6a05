"""Benchmarks, the plain routes they time against, and the comparison of two catalogs' numbers."""
