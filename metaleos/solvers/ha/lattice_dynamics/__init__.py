"""Vibrations of the crystal: dynamical matrix, phonons, their spectrum, elastic constants.

All from one energy-wavenumber characteristic and its derivatives (`wavenumber_series`).
"""
