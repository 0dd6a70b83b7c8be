"""What the vocabularies hold before an office edits them; see ``services/vocabularies.py``."""
