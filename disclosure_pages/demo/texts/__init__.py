"""Pools of short original Chinese texts from which the demo items are put together."""
