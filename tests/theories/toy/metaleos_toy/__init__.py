"""Murnaghan's equation of state, as an example of a theory that another package brings."""
