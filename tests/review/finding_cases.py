"""Numbers of nobody, and pages that tell them."""

from __future__ import annotations

from catalogue.models import ItemAttachment
from tests.factories.catalogue import ItemPageFactory
from tests.factories.documents import make_document

ID = "33028119490307171X"
OTHER_ID = "330281194903071728"
MASKED_ID = "3302**********171X"
MOBILE = "13957412345"


def draft_item(column, *documents, owner=None, **fields):
    """A draft that was never public, with these attachments."""
    item = ItemPageFactory(
        parent=column.category, organ=column.office, draft=True, owner=owner, **fields
    )
    for document in documents:
        item.attachments.add(ItemAttachment(document=document))
    item.save_revision(user=owner)
    return item


def reader(capture):
    """A function that makes a document whose file is read at once."""

    def make(*arguments, **options):
        with capture(execute=True):
            return make_document(*arguments, **options)

    return make
