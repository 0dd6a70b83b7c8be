"""Boards, postings, photos as telephones make them."""

from __future__ import annotations

import io
from datetime import date

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from factory.django import DjangoModelFactory
from PIL import Image as Picture

from notices.models import NoticeBoard, Posting
from tests.factories.catalogue import OrganFactory

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


class NoticeBoardFactory(DjangoModelFactory):
    class Meta:
        model = NoticeBoard

    name = factory.Sequence(lambda n: f"第{n}村村务公开栏")
    organ = factory.SubFactory(OrganFactory)


class PostingFactory(DjangoModelFactory):
    class Meta:
        model = Posting

    board = factory.SubFactory(NoticeBoardFactory)
    title = "关于养路的通知"
    posted_on = date(2013, 5, 3)
    posted_by = "张三"


def photo(kind="JPEG", size=(640, 480), name="photo.jpg"):
    """A red photo that lies on its side and says who took it where."""
    exif = Picture.Exif()
    exif[ORIENTATION] = 6
    exif[MAKER] = "SecretPhone"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (30.0, 15.0, 0.0)
    content = io.BytesIO()
    Picture.new("RGB", size, "red").save(content, kind, exif=exif)
    return SimpleUploadedFile(name, content.getvalue())
