"""The statutory forms of the annual report as data; nothing in here asks a database."""
