"""Files go public with their page, and leave the public with it, in a browser that keeps copies."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# An item with a picture in its body and an attachment; `draft` or `public`.
# The server remembers sizes of pictures by their content, also when its database is put back.
MAKE = """
import io
import os
from PIL import Image as Picture
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from catalogue.models import CategoryPage, ItemAttachment, ItemPage, Organ
from review.services.imports import importing
editor = get_user_model().objects.get(username="editor")
content = io.BytesIO()
Picture.new("RGB", (1200, 800), tuple(os.urandom(3))).save(content, "PNG")
content.seek(0)
image = get_image_model()(title="现场", file=ImageFile(content, "scene.png"))
image._set_image_file_metadata()
image.save()
document = get_document_model()(title="名单", uploaded_by_user=editor)
document.file.save("名单 2013.pdf", ContentFile(b"%PDF-1.4 " + b"x" * 100000), save=False)
document._set_document_file_metadata()
document.save()
other = ItemPage.objects.live().first()
item = ItemPage(title="养蜂现场", slug="bees-at-work", organ=other.organ, kind="other",
    written_on=other.written_on, body=[("image", image)], live=False, owner=editor,
    attachments=[ItemAttachment(document=document)])
other.get_parent().add_child(instance=item)
revision = item.save_revision(user=editor)
if {public!r}:
    with importing("测试数据"):
        revision.publish()
item = ItemPage.objects.get(pk=item.pk)
print("item", item.pk, item.url, document.url)
"""


def make(live_site, public):
    output = live_site.manage("shell", "-v0", "-c", MAKE.format(public=public))
    return re.search(r"item (\d+) (\S+) (\S+)", output).groups()


def loaded(page: Page):
    """The picture of the page's body, with its width as the browser has it."""
    picture = page.locator("main img[src*='/media/images/']").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete", arg=picture.element_handle())
    return picture.get_attribute("src"), picture.evaluate("image => image.naturalWidth")


@pytest.mark.parametrize("width", [1280, 375])
def test_a_picture_is_there_at_once_and_gone_at_once(live_site, open_context, width):
    key, address, document = make(live_site, True)
    context = open_context(width=width, expected_errors=("404",))
    page = context.new_page()
    page.goto(address)
    source, found = loaded(page)
    assert found > 0
    assert page.evaluate(OVERFLOW) <= 0
    page.emulate_media(media="print")
    expect(page.locator("main img[src*='/media/images/']").first).to_be_visible()
    # Again, from what the browser kept: it asks, and is told that nothing has changed.
    page.reload()
    assert loaded(page) == (source, found)
    part = page.request.get(document, headers={"Range": "bytes=0-3"})
    assert (part.status, part.body()) == (206, b"%PDF")
    live_site.manage(
        "shell",
        "-v0",
        "-c",
        f"from wagtail.models import Page; Page.objects.get(pk={key}).specific.unpublish()",
    )
    for gone in (source, document):
        assert page.goto(gone).status == 404
    assert page.request.get(document, headers={"Range": "bytes=0-3"}).status == 404


def test_a_draft_shows_its_files_to_its_author_and_the_office_sees_who_read(
    live_site, open_context, sign_in, axe
):
    key, _address, document = make(live_site, False)
    visitor = open_context(expected_errors=("404",)).new_page()
    assert visitor.goto(document).status == 404
    author = open_context().new_page()
    sign_in(author, "editor")
    assert author.request.get(document).status == 200
    author.goto(f"/admin/pages/{key}/edit/")
    preview = author.locator("img[src*='/media/images/']").first
    author.wait_for_function("image => image.complete", arg=preview.element_handle())
    assert preview.evaluate("image => image.naturalWidth") > 0
    office = open_context().new_page()
    sign_in(office, "office")
    for width in (1280, 375):
        office.set_viewport_size({"width": width, "height": 812})
        office.goto("/admin/gongkai-review/file-readings/")
        row = office.get_by_role("row").filter(has_text="名单")
        expect(row.first).to_contain_text("editor")
        axe(office)
