"""Text facts to validated rows. Ingest knows no solver."""
