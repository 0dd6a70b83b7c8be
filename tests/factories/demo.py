"""A part of the demo town that has everything in it: files, tables, relations, other years."""

from __future__ import annotations

import io

from django.core.management import call_command

from disclosure_pages.demo.items import demo_items

_PREFIXES = ("2013-xxgk", "2013-jingji", "2013-yusuan", "2013-banshi", "2013-linshi", "2010-linshi")


def a_part_of_the_demo():
    """Return some fifty of the demo's items, in their order."""
    return [
        item
        for item in demo_items()
        if item["key"].startswith(_PREFIXES) or item["key"].endswith("-0003")
    ]


def load_demo(**options):
    """Run the command and return what it said."""
    out = io.StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()
