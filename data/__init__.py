"""What makes the data files of `metaleos`, with all inputs; no part of the installed package."""
