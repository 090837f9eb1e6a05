"""Records as text: one table, built once, and one writer for each way of writing it."""
