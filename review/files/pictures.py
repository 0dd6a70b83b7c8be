"""Serving the sizes of images that pages show."""

from __future__ import annotations

import mimetypes
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model

from ..models.files import FileKind
from .documents import ASK_EVERY_TIME, KEEP_NOTHING, protect
from .readers import grounds_of
from .readings import note_reading
from .sending import Headers, send

# Pixels. Below, as in lists and choosers of the admin, nothing can be read on a picture, and who
# looks through a list has not read what is in it.
_LEGIBLE = 200


@require_safe
def rendition(request: HttpRequest, name: str) -> HttpResponse:
    """Send one size of an image to who may have the image.

    Two queries for an image that is open by a page under review; a cache asks every time, and is
    told in as many that nothing has changed.

    Raises:
        Http404: there is none of that name, or the visitor may not have it.
    """
    model: Any = get_image_model().get_rendition_model()
    found = model.objects.select_related("image").filter(file=f"images/{name}").first()
    if found is None:
        raise Http404
    image = found.image
    grounds = grounds_of(request, FileKind.IMAGE, image)
    if grounds is None:
        raise Http404
    headers = Headers(
        content_type=mimetypes.guess_type(name)[0] or Headers.content_type,
        etag=f'"{image.file_hash}-{found.pk}"' if image.file_hash else "",
    )
    response = send(request, found.file, headers)
    protect(response)
    response["Cache-Control"] = ASK_EVERY_TIME if grounds.everybody else KEEP_NOTHING
    if max(found.width, found.height) > _LEGIBLE:
        note_reading(request, response, FileKind.IMAGE, image, grounds)
    return response
