"""Pictures of a document as images of the library: checked by content, once each."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
from collections.abc import Callable, Sequence
from typing import Any

import filetype
from django.core.files.base import ContentFile
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from ..word.notes import MOST_PICTURES, Notes
from ..word.pieces import PictureHere
from ..word.process import Picture

_EXTENSIONS = {"png": "png", "jpg": "jpg", "gif": "gif", "webp": "webp"}
_MOST_BYTES = 15 * 1024 * 1024
# Beyond this a picture takes more memory to show than a page of a town needs.
_MOST_PIXELS = 60_000_000


def picture_store(
    pictures: Sequence[Picture], user: Any, name: str, notes: Notes
) -> Callable[[PictureHere], Any]:
    """A function that keeps the picture of a place and returns its key, or None.

    Args:
        pictures: those that ``picture:0`` and so on mean.
        user: whose images they become, in a collection that they may add to.
        name: what the images are called, with a number.
    """
    collection = collection_for(user)
    kept: dict[str, Any] = {}

    def store(place: PictureHere) -> Any:
        data = _data_of(place.source, pictures, notes)
        if data is None:
            return None
        if collection is None:
            notes["no_picture_right"] += 1
            return None
        if len(kept) >= MOST_PICTURES:
            notes["small_pictures"] += 1
            return None
        key = hashlib.sha256(data).hexdigest()
        if key not in kept:
            kept[key] = _keep(data, collection, user, f"{name} {len(kept) + 1}")
        if kept[key] is None:
            notes["bad_pictures"] += 1
        else:
            notes["pictures"] += 1
        return kept[key]

    return store


def collection_for(user: Any) -> Collection | None:
    """The collection that a user's images go to: the first they may add to that is not the root
    of all, where they have one of their own."""
    policy = policy_registry.get_by_type(get_image_model())
    allowed = policy.collections_user_has_permission_for(user, "add")
    found: Collection | None = allowed.filter(depth__gt=1).order_by("path").first()
    return found or allowed.order_by("path").first()


def _data_of(source: str, pictures: Sequence[Picture], notes: Notes) -> bytes | None:
    if source.startswith("picture:") and source[8:].isdecimal():
        number = int(source[8:])
        return pictures[number].data if number < len(pictures) else None
    if source.startswith("data:image/") and ";base64," in source[:60]:
        try:
            return base64.b64decode(source.partition(";base64,")[2], validate=False)
        except (binascii.Error, ValueError):
            notes["bad_pictures"] += 1
            return None
    if source:
        # A path on somebody's disk, or a page elsewhere: nothing is fetched.
        notes["pasted_pictures"] += 1
    return None


def _keep(data: bytes, collection: Collection, user: Any, title: str) -> Any:
    kind = filetype.guess(data)
    extension = _EXTENSIONS.get(kind.extension) if kind else None
    if extension is None or len(data) > _MOST_BYTES:
        return None
    if not _is_sound(data):
        return None
    image = get_image_model()(title=title[:250], collection=collection, uploaded_by_user=user)
    image.file = ContentFile(data, name=f"word-{hashlib.sha256(data).hexdigest()[:12]}.{extension}")
    image._set_image_file_metadata()
    image.save()
    return image.pk


def _is_sound(data: bytes) -> bool:
    """Whether it is a whole picture, and not of more dots than a page needs."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
            if not 0 < width * height <= _MOST_PIXELS:
                return False
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True
