"""Counts of the public items that are kept with every change, not made at every request.

``models/tallies.py`` says what is kept. :mod:`.writing` changes it in the transaction of the change,
:mod:`.reading` adds it up, :mod:`.checking` compares it with the items themselves.
"""
