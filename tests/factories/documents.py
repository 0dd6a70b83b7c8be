"""Documents, and what refers to them."""

from __future__ import annotations

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Collection

from catalogue.models import ItemAttachment
from review.services.imports import importing


def make_document(text="", name="附件.txt", *, data=None, title="", collection=None):
    """A document of ``data``, or of a plain text."""
    document = get_document_model()(title=title or name.rpartition(".")[0])
    if collection is not None:
        document.collection = collection
    content = text.encode() if data is None else data
    document.file.save(name, ContentFile(content), save=False)
    document._set_document_file_metadata()
    document.save()
    return document


def replace_file(document, text, name="新附件.txt"):
    """Give a document another file, as the admin does."""
    document.file.save(name, ContentFile(text.encode()), save=False)
    document._set_document_file_metadata()
    document.save()


def attach(item, document, title=""):
    """Add a document to an item, as publishing the item does."""
    attachment = ItemAttachment.objects.create(item=item, document=document, title=title)
    release(item)
    return attachment


def release(item):
    """Let an item be public as it stands, with its files as they are now."""
    with importing("测试数据"):
        type(item).objects.get(pk=item.pk).save()


def make_collection(name="内部", parent=None):
    """A collection, below the root where nothing is said."""
    parent = parent or Collection.get_first_root_node()
    return parent.add_child(instance=Collection(name=name))
