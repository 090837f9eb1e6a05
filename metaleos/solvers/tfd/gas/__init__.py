"""The free electron gas at any temperature: its functions, Perrot's fits of them, the spinodal.

Nothing here knows of an atom; the tables of the exact functions lie in ``gas_tables.npz``.
"""
