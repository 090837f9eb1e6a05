"""Pure physics: numbers in, numbers out. Nothing here opens a file or knows of the catalog."""
