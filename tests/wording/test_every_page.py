"""No Latin word in the admin but those that an office writes in Latin letters itself.

tests/browser/test_wording.py sees what scripts make of the pages; this sees more pages.
"""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from tests.factories.demo import part_of_the_demo_loaded
from tests.wording.admin_walk import texts_of, walk

pytestmark = pytest.mark.once

# Written so in official Chinese text.
ALLOWED = {
    # kinds of files, programs that make them, and sizes
    *("PDF", "OFD", "Word", "Excel", "WPS", "DOC", "DOCX", "XLS", "XLSX", "PPT", "PPTX", "TXT"),
    *("CSV", "TSV", "JSON", "Lines", "HTML", "ZIP", "PNG", "JPG", "JPEG", "GIF", "WEBP", "AVIF"),
    *("KB", "MB"),
    # what has no other name
    *("URL", "HTTP", "HTTPS", "API", "ID", "IP", "ICP", "JavaScript", "Wagtail"),
    # keys
    *("Ctrl", "Shift", "Alt", "Delete", "Esc", "Enter", "Tab"),
    # commands that a sentence tells the administrator to run
    *("run_scheduler", "verify_review_records", "load_demo"),
}
# Put right by a script once the page is there (search_buttons.js).
LATER = {"Search"}
# The title of a page that Wagtail's migrations once made, which the log keeps.
CONTENT = {"Welcome to your new Wagtail site!"}
# Wagtail compares two versions of a block by the values that are stored, here of a choice.
STORED = {"results"}
NO_WORDS = re.compile(
    r"\{\{[^}]*\}\}|https?://\S+|[\w.+-]+@[\w.-]+|/[\w./-]+|[\w-]*\.[a-z]{2,4}\b|(?:gongkai|wagtail)\w+\.\w+"
    r"|%\(\w+\)\w|\{\w*\}"
)
LATIN = re.compile(r"(?<!\w)[A-Za-z][A-Za-z_]+")
# At least these, by the names of their views.
PLACES = {
    "admin": {
        "wagtailadmin_home",
        "wagtailadmin_account",
        "wagtailadmin_explore",
        "wagtailadmin_pages:add",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:history",
        "wagtailusers_users:add",
        "wagtailusers_users:edit",
        "wagtailusers_groups:add",
        "wagtailusers_groups:edit",
        "wagtailsites:add",
        "wagtailadmin_collections:add",
        "wagtailadmin_workflows:add",
        "wagtailadmin_workflows:edit",
        "wagtailadmin_workflows:add_task",
        "wagtailadmin_workflows:task_chooser",
        "wagtailredirects:add",
        "wagtailsearchpromotions:add",
        "wagtailsettings:edit",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_choose_page_email_link",
    },
    "office": {"wagtailadmin_home", "wagtailadmin_pages:edit", "gongkai_monitor:index"},
    "editor": {"wagtailadmin_home", "wagtailadmin_pages:add", "gongkai_drafting:quick"},
}


def latin_in(text: str, names: set[str] = frozenset()) -> list[str]:
    """Words of ``text`` in Latin letters that stand for no Chinese ones; ``names`` are content."""
    allowed = ALLOWED | names | {word.lower() for word in ALLOWED}
    return [word for word in LATIN.findall(NO_WORDS.sub(" ", text)) if word not in allowed]


def names_in_content() -> set[str]:
    """Parts of addresses and codes, and what people sign in with."""
    found = set(get_user_model().objects.values_list("username", flat=True))
    for model, field in {
        "Organ": "slug",
        "Genre": "code",
        "Audience": "code",
        "CategoryPage": "code",
    }.items():
        rows = apps.get_model("gongkai_catalogue", model)._default_manager
        found |= {word for code in rows.values_list(field, flat=True) for word in code.split("-")}
    return found


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """A part of the demo, in a transaction that is rolled back when the module is done."""
    with part_of_the_demo_loaded(django_db_blocker, "only-for-this-test") as items:
        yield items


@pytest.mark.parametrize("name", PLACES)
def test_no_page_has_latin_words_and_none_breaks(loaded, db, client, name):
    client.raise_request_exception = False
    client.force_login(get_user_model().objects.get(username=name))
    seen = walk(client, "/admin/")
    names = names_in_content()
    found = {
        f"{address}: {text}"
        for address, texts in seen.texts.items()
        for text in texts
        if latin_in(text, names) and text not in LATER | CONTENT | STORED
    }
    assert not found, "\n".join(sorted(found))
    assert not {address: code for address, code in seen.broken.items() if code >= 500}
    assert seen.names >= PLACES[name]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>已发布</p><p>Draft</p>", ["Draft"]),
        ("<template><label>External link text</label></template>", ["External link text"]),
        ("<a title='Locked by you'>x</a><!-- no words -->", ["Locked by you"]),
        ('<div data-block=\'{"label": "Image", "icon": "image"}\'></div>', ["Image"]),
        ("<p>请下载PDF（notice.pdf）或写信至a@b.cn</p><code>none</code>", []),
    ],
)
def test_english_is_found_where_there_is_some(html, texts):
    assert [text for text in texts_of(html) if latin_in(text)] == texts
