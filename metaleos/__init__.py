"""metaleos: the catalog of what electron theory says about metals."""
