"""The atom in its cell: mesh, equations, Newton's method, where it starts, what it yields.

`atoms` solves any number of cells; solved ones to start from lie in ``starts.npz``.
"""
