"""What the monitor's pages show of a finding."""

from __future__ import annotations

from django import template
from django.urls import NoReverseMatch, reverse

from ..models import Finding

register = template.Library()


@register.filter
def next_url(finding: Finding) -> str:
    """Where a finding is put right: what its rule said, else the page's editor, else nowhere.

    A page that was deleted since has no editor any more.
    """
    if finding.url:
        return finding.url
    if finding.page_id is None:
        return ""
    try:
        return reverse("wagtailadmin_pages:edit", args=[finding.page_id])
    except NoReverseMatch:
        return ""
