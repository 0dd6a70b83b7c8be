"""Reading a standard catalogue from the files that counties send."""
