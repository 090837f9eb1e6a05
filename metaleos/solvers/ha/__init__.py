"""Alkali metals with a local Heine-Abarenkov pseudopotential, to second and third order.

T. Soma, T. Satoh, T. Sakuraba, C. Yamahira, T. Ohyama (1978). Rydberg units: e2 = 2,
hbar2/2m = 1, lengths in bohr, energies in rydberg per atom; one conduction electron per atom.
"""
