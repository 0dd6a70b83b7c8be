"""The standard catalogue of the demo town."""
