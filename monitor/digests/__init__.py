"""Digests by e-mail: an outbox, so that each person gets each period once and nothing is lost."""
