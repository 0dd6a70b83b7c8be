"""What was imported as a draft is told to nobody who is not signed in, by whatever address."""

from __future__ import annotations

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model

from catalogue.models import ItemPage
from open_data import sitemaps
from tests.factories.catalogue import ItemPageFactory, imported
from tests.imports.conftest import row, write_csv

pytestmark = pytest.mark.django_db
SECRET, NUMBER, OLD = "獬豸", "秘发〔2013〕77号", "/art/2013/77.html"
ASKED = [
    "/",
    "/catalogue/",
    "{place}",
    "{place}export/csv/",
    "{place}export/json/",
    "/search/?q={secret}",
    "/search/suggestions/?q={secret}",
    "/api/v1/items/",
    "/api/v1/items/?q={secret}",
    "/api/v1/changes/",
    "/api/v1/search/?q={secret}",
    "/feeds/{column}/",
    "/feeds/{column}/category/20-01/",
    "/feeds/search/?q={secret}",
    "/sitemap.xml",
    "/sitemap-items-{section}.xml",
]


@pytest.fixture
def draft(bring, tmp_path, column):
    """A draft that came with a file and an old address, beside something public."""
    ItemPageFactory(parent=column.category, organ=column.office, title="关于养蜂的通知")
    (tmp_path / "名单.txt").write_text(f"{SECRET}名单", "utf-8")
    secret = row(1, 名称=f"{SECRET}名单", 文号=NUMBER, 正文=f"养蜂与{SECRET}", 关键词=SECRET)
    secret |= {"附件": "名单.txt", "原网址": OLD}
    done = bring(write_csv(tmp_path / "条目.csv", [secret]))
    assert (done.imported, done.faults) == (1, [])
    return ItemPage.objects.get(title=f"{SECRET}名单")


@pytest.mark.parametrize("asked", ASKED)
def test_no_list_tells_of_it(client, column, draft, asked):
    # On PostgreSQL keys go on from test to test: the section is that of the public item.
    public = ItemPage.objects.live().get()
    named = {
        "secret": SECRET,
        "column": column.home.pk,
        "place": draft.get_parent().url,
        "section": public.pk // sitemaps.SIZE,
    }
    answer = client.get(asked.format(**named), follow=True)
    assert answer.status_code == 200
    content = b"".join(answer) if answer.streaming else answer.content
    # The question itself is repeated.
    text = content.decode().replace(f"“{SECRET}”", "").replace(f'value="{SECRET}"', "")
    assert f"{SECRET}名单" not in text
    assert "秘发" not in text
    assert draft.slug not in text


def test_neither_page_nor_file_nor_old_address_is_open(client, draft):
    document = get_document_model().objects.get()
    assert Redirect.objects.get().old_path == OLD
    for address in (draft.url, document.url, f"/api/v1/items/{draft.pk}/", OLD):
        answer = client.get(address)
        assert answer.status_code == 404, address
        text = answer.content.decode()
        assert SECRET not in text, address
        assert "Location" not in answer


def test_the_old_address_leads_to_it_once_it_is_public(client, draft):
    with imported():
        draft.get_latest_revision().publish()
    answer = client.get(OLD)
    assert (answer.status_code, answer["Location"]) == (301, draft.url)
