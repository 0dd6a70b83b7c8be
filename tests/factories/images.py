"""Images, and the sizes of them that pages show."""

from __future__ import annotations

import io

from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images import get_image_model


def picture(colour="red", name="photo.png"):
    """A PNG of 640 by 480."""
    content = io.BytesIO()
    Picture.new("RGB", (640, 480), colour).save(content, "PNG")
    content.seek(0)
    return ImageFile(content, name)


def make_image(title="现场照片", *, colour="red", collection=None, uploaded_by=None):
    """An image of one colour."""
    image = get_image_model()(title=title, uploaded_by_user=uploaded_by, file=picture(colour))
    if collection is not None:
        image.collection = collection
    image._set_image_file_metadata()
    image.save()
    return image


def replace_picture(image, colour="blue"):
    """Give an image another file, as the admin does."""
    image.file = picture(colour, "other.png")
    image._set_image_file_metadata()
    image.save()
    image.renditions.all().delete()


def address_of(image, spec="max-400x400"):
    """The address of one size of an image."""
    return image.get_rendition(spec).url
