"""Reports of many organs: which are due, what they sum up to, how each organ did."""
