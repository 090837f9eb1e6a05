"""Plain routes: the theories solved without a catalog, and typed again without the solvers' tricks.

Benchmarks time the solvers against them and tests hold the solvers against them. Nothing here
needs more than the package's own dependencies, but for `golden.nud` (mpmath).

- `cells`: the printed tables, cell by cell.
- `ha`: batches of `ha` from the shipped text facts.
- `wh`: the theory of `wh` by adaptive quadrature; `wh_metals`: its 27 metals from the text facts.
- `tf`, `tfd`: the atoms as boundary value problems for ``scipy.integrate.solve_bvp``.
- `golden`: every model a second time, for the golden values; nothing of the package is imported.
"""
