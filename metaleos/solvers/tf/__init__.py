"""The Thomas-Fermi atom at any temperature (Latter 1955)."""
