"""From a checked line to an unsaved item: finding, or making, what its words name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..columns import column_of, columns, pages_of
from ..enums import Kind
from ..models import CataloguePage, CategoryPage, Genre, ItemPage, Organ, Topic
from ..slugs import pinyin_slug
from .loading import Record, paragraphs

_CLOSE = 0.4
_SHOWN = 8
_LEVELS = 2


def choose_column(name: str) -> Page:
    """The column that ``name`` (page id or slug) means; the only one where it is empty.

    Raises:
        ValidationError: there is none, or it is not clear which one is meant.
    """
    found = list(columns())
    if not found:
        found = list(
            {page.pk: page for page in map(column_of, CataloguePage.objects.all())}.values()
        )
    if not found:
        raise ValidationError(_("还没有政府信息公开栏目或公开目录，请先在管理后台建立。"))
    chosen = [page for page in found if name in ("", str(page.pk), page.slug)]
    if len(chosen) == 1:
        return chosen[0]
    listing = "\n".join(f"  {page.pk}  {page.slug}  {page.title}" for page in found)
    if chosen:
        raise ValidationError(_("有几个栏目，请用 --column 加编号指定其中一个：") + "\n" + listing)
    raise ValidationError(_("没有栏目“%s”，现有的栏目：") % name + "\n" + listing)


class ItemMaker:
    """Makes items for one column. Organs and topics that it does not know, it adds."""

    def __init__(self, column: Page) -> None:
        pages = pages_of(column, CategoryPage.objects.live())
        self._categories = {page.code: page for page in pages}
        self._genres: dict[str, Genre] = {}
        for genre in Genre.objects.all():
            self._genres[genre.code] = self._genres[genre.name] = genre
        self._kinds = {name: kind for kind in Kind for name in (kind.value, str(kind.label))}
        self._organs = {organ.name: organ for organ in Organ.objects.all()}
        self._topics = {
            (topic.parent and topic.parent.name, topic.name): topic
            for topic in Topic.objects.select_related("parent")
        }
        self.new_organs: list[str] = []
        self.new_topics: list[str] = []

    def make(self, record: Record) -> tuple[CategoryPage, ItemPage]:
        """The category and the unsaved item of ``record``.

        Raises:
            ValidationError: errors by field; nothing was added for this record then.
        """
        errors: dict[str, Any] = {}

        def look(field: str, find: Callable[[str], Any]) -> Any:
            try:
                return find(getattr(record, field))
            except ValidationError as error:
                errors[field] = error.messages
                return None

        category = look("category", self._category)
        genre = look("genre", self._genre)
        kind = look("kind", self._kind)
        levels = look("topic", _levels)
        if not errors:
            organ = look("organ", self._organ)
            topic = look("topic", lambda text: self._topic(levels))
        if errors:
            raise ValidationError(errors)
        item = ItemPage(
            title=record.title,
            summary=record.summary,
            index_number=record.index_number,
            document_number=record.document_number,
            written_on=record.written_on,
            published_on=record.published_on,
            organ=organ,
            topic=topic,
            genre=genre,
            kind=kind,
            keywords=" ".join(record.keywords),
            body=[("text", html)] if (html := paragraphs(record.body)) else [],
        )
        return category, item

    def _category(self, code: str) -> CategoryPage:
        try:
            return self._categories[code]
        except KeyError:
            if not self._categories:
                raise ValidationError(_("栏目下还没有类别，请先在管理后台建立。")) from None
            by_title = {page.title: page.code for page in self._categories.values()}
            nearest = by_title.get(code) or _nearest(code, self._categories)
            raise ValidationError(
                _("没有代码为“%s”的类别。") % code + nearest_hint(nearest)
            ) from None

    def _genre(self, name: str) -> Genre | None:
        if not name:
            return None
        if name not in self._genres:
            names = [genre.name for genre in self._genres.values()]
            raise ValidationError(
                _("没有名为“%s”的体裁。") % name + nearest_hint(_nearest(name, names))
            )
        return self._genres[name]

    def _kind(self, name: str) -> str:
        if not name:
            return str(ItemPage._meta.get_field("kind").get_default())
        if name not in self._kinds:
            choices = "、".join(f"{kind.value}（{kind.label}）" for kind in Kind)
            raise ValidationError(
                _("没有信息类别“%(name)s”，可用的是：%(choices)s。")
                % {"name": name, "choices": choices}
            )
        return self._kinds[name].value

    def _organ(self, name: str) -> Organ:
        organ = self._organs.get(name)
        if organ is None:
            organ = Organ(name=name)
            _save(organ, "name")
            self._organs[name] = organ
            self.new_organs.append(name)
        return organ

    def _topic(self, levels: tuple[str, ...]) -> Topic | None:
        topic: Topic | None = None
        for name in levels:
            key = (topic and topic.name, name)
            known = self._topics.get(key)
            if known is None:
                known = Topic(name=name, parent=topic, code=_free_code(name, topic))
                _save(known, "name")
                self._topics[key] = known
                self.new_topics.append(known.full_name)
            topic = known
        return topic


def nearest_hint(nearest: str) -> str:
    """A sentence that helps with a value that is not known."""
    return _("最接近的是“%s”。") % nearest if nearest else ""


def _nearest(value: str, known: Iterable[str]) -> str:
    names = list(dict.fromkeys(known))
    close = get_close_matches(value, names, 1, _CLOSE)
    return close[0] if close else "”“".join(names[:_SHOWN])


def _levels(text: str) -> tuple[str, ...]:
    """``大类/小类`` as its one or two names; the backslash of official catalogues is understood."""
    if not text:
        return ()
    names = tuple(name.strip() for name in re.split(r"[/\\]", text))
    if len(names) > _LEVELS or not all(names):
        raise ValidationError(_("“%s”不是主题分类，应写成“大类/小类”。") % text)
    return names


def _save(term: Organ | Topic, field: str) -> None:
    try:
        term.full_clean()
    except ValidationError as error:
        raise ValidationError(error.message_dict.get(field) or error.messages) from error
    term.save()


def _free_code(name: str, parent: Topic | None) -> str:
    longest = Topic._meta.get_field("code").max_length or 0
    base = f"{parent.code}-{pinyin_slug(name)}" if parent else pinyin_slug(name, "topic")
    base = base[: longest - 4].strip("-")
    taken = set(Topic.objects.filter(code__startswith=base).values_list("code", flat=True))
    number, code = 1, base
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code
