"""Registers (台账) kept in the admin of what no other module counts."""
