"""Text of files: what is visible, and what is not.

``process.extract`` is the way in. It has a file read by a process of its own (``child``), which
knows nothing of Django, of the database or of any secret, and may be killed at any time. Other
modules here are what that process is made of: one for each family of formats.
"""

# Counts up whenever the same file would give another text, so that all are read again.
VERSION = 4
