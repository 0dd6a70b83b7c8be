"""勾稽关系: the rules that the numbers of a report have to keep, as data."""
