"""Photos of boards: read as pictures, written anew, so that nothing but the picture is kept.

A photo from a telephone says where and when it was taken, and with what (EXIF, XMP, GPS). Writing
the pixels anew leaves all of that behind, and whatever else a file may carry.
"""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from .conf import number

FORMATS = ("JPEG", "PNG", "WEBP")
# Pixels of the longer side that are kept, and of a picture that is opened at all.
LONGEST_SIDE = 2000
_MOST_PIXELS = 100_000_000
_QUALITY = 85


def cleaned_photo(upload: Any) -> ContentFile[bytes]:
    """The picture alone, upright, as JPEG.

    Raises:
        ValidationError: it is no picture that can be read, or it is too big.
    """
    limit = number("GONGKAI_NOTICES_MAX_PHOTO")
    if upload.size > limit:
        told = {"most": limit // (1024 * 1024)}
        raise ValidationError(_("照片超过%(most)sMB，请缩小后再上传。") % told)
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise ValidationError(_("照片的像素太多，请缩小后再上传。"))
            # A big JPEG is read at a size near to what is kept, upright or not.
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            flat = _on_white(upright)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("这个文件不是能识别的照片，请上传JPEG、PNG或者WebP图片。")
        ) from error
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new picture of the same pixels: `info` of the old one is what a writer would take along.
    alone = Image.new("RGB", flat.size)
    alone.paste(flat)
    content = io.BytesIO()
    alone.save(content, "JPEG", quality=_QUALITY)
    return ContentFile(content.getvalue(), "photo.jpg")


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return picture.convert("RGB")
