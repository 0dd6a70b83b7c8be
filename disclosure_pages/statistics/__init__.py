"""Statistics of a year: computed from registered sources, overridden with a reason, frozen."""
