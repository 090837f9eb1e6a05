"""Records to text: digits, columns, one table, and a writer for each form."""
