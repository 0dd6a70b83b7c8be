"""Search by meaning: an optional part."""
