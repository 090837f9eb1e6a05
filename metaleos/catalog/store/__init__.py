"""The file and its tables: where it is, how it is read and written, what it knows by name."""
