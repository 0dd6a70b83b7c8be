"""How well and how fast the search finds: ``python -m bench.search --help``."""
