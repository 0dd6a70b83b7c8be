"""What is new, as Atom (RFC 4287)."""
