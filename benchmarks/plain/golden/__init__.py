"""Golden values: every model of the package computed a second time, slowly and plainly.

``python -m data golden`` (or ``nox -s data -- golden``) writes them to ``ingest/data/golden``;
`metaleos verify` solves the same states, with the same inputs, and compares. Nothing here, nor
`benchmarks.plain.wh` that serves it, imports from the solvers or the catalog (a test holds it to
that): formulas, tables and units are typed again from the papers.

- `reference`: what a golden value is, units and constants, differences with their error.
- `nud`: electrostatics by quadrature in mpmath, derivatives by mpmath.
- `gas`: Fermi integrals by the trapezoidal rule, fits as printed.
- `crystal`: `ha` by sums over some million reciprocal vectors, Ewald sums, strained crystals.
- `atom`: `tf` and `tfd` as initial value problems from the boundary inwards, by DOP853.
- `gradient`: `tfdw` by collocation, ``scipy.integrate.solve_bvp``.
- `liquid`: `wh` by `benchmarks.plain.wh` and Baxter's equation.
"""
