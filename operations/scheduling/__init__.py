"""Commands at their times, in one process or in several that know of each other."""
