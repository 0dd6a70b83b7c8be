"""Suggested keywords for the form of an item, as JSON."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.views import View
from wagtail.admin.auth import permission_denied

from ..form_data import is_key
from ..keyword_suggestions import suggest_keywords, suggestions_for
from ..models import ItemPage


class SuggestKeywordsView(View):
    """For the newest draft of an item (``item``), or of a new one for its ``title`` alone."""

    def get(self, request: HttpRequest) -> Any:
        """``{"suggestions": [{"word", "why"}]}``."""
        title = request.GET.get("title", "")[:255]
        key = request.GET.get("item", "")
        if not key:
            found = suggest_keywords(title, "")
        else:
            item = ItemPage.objects.filter(pk=key).first() if is_key(key) else None
            if item is None:
                raise Http404
            if not item.permissions_for_user(request.user).can_edit():
                return permission_denied(request)
            found = suggestions_for(item.get_latest_revision_as_object(), title)
        return JsonResponse({"suggestions": [vars(each) for each in found]})
