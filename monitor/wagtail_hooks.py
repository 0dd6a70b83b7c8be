"""What the monitor adds to the Wagtail admin, and what it offers to other apps."""

from __future__ import annotations
