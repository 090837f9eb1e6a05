"""Nonuniform valence density (`nud`): what a displaced shell of charge does to a metal.

The functions are usable alone, in Hartree atomic units: see `redistribution`, `coefficients`,
`metal`, `shape` and `claims`. Nothing is imported here, so that a declaration stays light.
"""
