"""What the API is asked about: a town with one of everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from api.preview import _keep
from catalogue.models import Audience, Genre, ItemCorrection, Topic
from tests.disclosure_pages.reports import report_of, signed
from tests.factories.catalogue import (
    Column,
    ItemPageFactory,
    imported,
    make_column,
)
from tests.factories.notices import NoticeBoardFactory, PostingFactory
from tests.factories.pages import GuidePageFactory, make_report
from tests.factories.standards import (
    StandardCatalogueFactory,
    StandardCataloguePageFactory,
    StandardRowFactory,
)

# Whoever asks as much as a program that makes up requests is held back by nothing.
UNLIMITED = {
    "ALLOWED_HOSTS": ["*"],
    "GONGKAI_API_RATE_LIMIT": None,
    "GONGKAI_SEARCH_RATE_LIMIT": None,
    "GONGKAI_SEARCH_SUGGESTIONS_RATE_LIMIT": None,
    "WAGTAIL_HEADLESS_PREVIEW": {"CLIENT_URLS": {"default": "https://front.example"}},
}


@dataclass
class Content:
    """The town, and values by parameter that lead somewhere."""

    column: Column
    known: dict[str, list[Any]]


def public_content() -> Content:
    """A column with items that have every field, relations, corrections and a body, a guide, what
    was posted of them, a policy and reports, one of them signed."""
    column = make_column()
    topic = Topic.objects.exclude(parent=None).first()
    genre = Genre.objects.first()
    items = [
        ItemPageFactory(
            parent=column.categories[number % 3],
            organ=column.offices[number % 2],
            written_on=date(2013, 3, 1 + number),
            published_on=date(2013 + number % 3, 3, 20),
            document_number=f"泗政〔2013〕{number}号",
            topic=topic if number % 2 else None,
            genre=genre if number % 3 else None,
            audience=Audience.objects.first(),
            keywords="农村公路 养护",
            summary="关于农村公路养护。",
            body=[("text", f"<p>第{number}条　公路<b>养护</b>。</p><p>完</p>")],
            expires_on=date(2014, 1, 1) if number == 4 else None,
        )
        for number in range(6)
    ]
    with imported():
        items[0].repealed_by = items[5]
        items[0].repealed_on = date(2015, 1, 1)
        items[0].save()
        items[1].interprets = items[5]
        items[1].save()
        ItemCorrection.objects.create(item=items[5], corrected_on=date(2016, 1, 1), note="改正。")
    ItemPageFactory(parent=column.policies, organ=column.office, title="保密审查制度")
    guide = GuidePageFactory(parent=column.home)
    board = NoticeBoardFactory(organ=column.office)
    PostingFactory(board=board, page=items[5], until=date(2014, 1, 1))
    PostingFactory(board=board, page=guide)
    standards = StandardCatalogueFactory(column=column.home)
    StandardRowFactory(catalogue=standards, category=column.category, organ=column.office)
    table = StandardCataloguePageFactory(parent=column.home, catalogue=standards)
    make_report(column, year=2012, slug="2012", amendment_note="")
    report_of(column, 2021, figures=signed(column, 2021))
    return Content(
        column,
        {
            "item_id": [items[5].pk, items[0].pk],
            "guide_id": [guide.pk],
            "id": [table.pk],
            "column": [column.home.pk],
            "column_id": [column.home.pk],
            "category": ["20-01"],
            "organ": [column.office.slug, column.government.slug],
            "topic": [topic.code],
            "genre": [genre.code],
            "year": [2013, 2021, 2012],
            "order": ["-written_on"],
            "fields": ["title,url"],
            "cursor": [""],
            "q": ["公路"],
            "index_number": [items[5].index_number],
            "counted": [""],
            "token": [_keep(items[5])],
        },
    )
