"""A whole instance in one file, and back.

The file is a tar archive for the operator alone (0600)::

    database.sqlite3 or database.dump    SQLite's online copy, or ``pg_dump -Fc``
    media/…                              every uploaded file
    media.sha256                         their checksums, as ``sha256sum`` writes and reads them
    manifest.json                        checksums, counts of each table, migrations, versions, and
                                         what each app notes of its data

No secret is in it. ``SECRET_KEY`` seals the review's records: keep it elsewhere, and as long as the
backups. Without it they can be read, but no longer be proven.
"""
