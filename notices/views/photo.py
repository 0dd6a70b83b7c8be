"""The photo of a posting, for who may see the line; the viewset asks."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..models import Posting


@require_safe
def photo(request: HttpRequest, pk: int) -> FileResponse:
    """Send it.

    Raises:
        Http404: the posting has none, or its file is gone.
    """
    posting = get_object_or_404(Posting, pk=pk)
    if not posting.photo:
        raise Http404
    try:
        file = posting.photo.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
