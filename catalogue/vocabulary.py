"""The values that items may be filtered by, read when something public has changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page

from .kept import kept, tag_of
from .models import CataloguePage, CategoryPage, Genre, Organ, Topic
from .organ_tree import organ_links, with_subordinates


@dataclass(frozen=True)
class Vocabulary:
    """Public categories below a page, and all organs, topics and genres: four queries."""

    categories: list[CategoryPage]
    organs: list[Organ]
    topics: list[Topic]
    genres: list[Genre]
    sections: list[Page] = field(default_factory=list)

    @classmethod
    def kept(cls, root: Page, hidden: Q, request: HttpRequest | None) -> Self:
        """What :meth:`load` reads, from the last request on as long as nothing public changes."""
        name = ("vocabulary", root.pk, root.path)
        return kept(tag_of(root, request), name, lambda: cls.load(root, hidden))

    @classmethod
    def load(cls, root: Page, hidden: Q, *, sections: bool = False) -> Self:
        """Read everything that items below ``root`` can be narrowed down to.

        ``hidden`` is what pages under a view restriction are found by. With ``sections`` the
        pages directly below ``root`` that hold items are read as well, in one more query.
        """
        categories = CategoryPage.objects.descendant_of(root, inclusive=True).live()
        categories = categories.exclude(hidden)
        return cls(
            categories=list(
                categories.only("pk", "path", "depth", "title", "code").order_by("path")
            ),
            organs=list(Organ.objects.all()),
            topics=list(Topic.objects.select_related("parent")),
            genres=list(Genre.objects.all()),
            sections=_sections(root, hidden) if sections else [],
        )

    @cached_property
    def _organ_children(self) -> dict[int | None, list[Organ]]:
        return _by_parent(self.organs)

    @cached_property
    def _topic_children(self) -> dict[int | None, list[Topic]]:
        return _by_parent(self.topics)

    def organs_below(self, parent_id: int | None) -> list[Organ]:
        """Organs whose superior organ is ``parent_id``; None for the top ones."""
        return self._organ_children.get(parent_id, [])

    def topics_below(self, parent_id: int | None) -> list[Topic]:
        """Topics of a class; the classes for None."""
        return self._topic_children.get(parent_id, [])

    def has(self, name: str, code: str) -> bool:
        """Whether an organ, topic or genre (``name``) has this code."""
        if name == "organ":
            return any(organ.slug == code for organ in self.organs)
        terms: list[Any] = {"topic": self.topics, "genre": self.genres}[name]
        return any(term.code == code for term in terms)

    def organ_with_subordinates(self, slug: str) -> set[int]:
        """Ids of the organ, of every organ below it, and of those that they succeeded."""
        roots = [organ.pk for organ in self.organs if organ.slug == slug]
        return with_subordinates(self._organ_links, roots)

    def organ_members(self, organ_id: int) -> set[int]:
        """The same by the id of the organ."""
        return with_subordinates(self._organ_links, [organ_id])

    @cached_property
    def _organ_links(self) -> list[tuple[int, int | None]]:
        return organ_links(self.organs)

    def topic_with_members(self, code: str) -> list[int]:
        """Ids of the topic and, for a class, of its second level."""
        return [
            topic.pk
            for topic in self.topics
            if topic.code == code or (topic.parent and topic.parent.code == code)
        ]

    def genre_keys(self, code: str) -> list[int]:
        """Ids of the genre with ``code``."""
        return [genre.pk for genre in self.genres if genre.code == code]

    def category_path(self, code: str) -> str:
        """Tree path of the category with ``code``."""
        return self.category(code).path

    def category(self, code: str) -> CategoryPage:
        """The category with ``code``."""
        return next(page for page in self.categories if page.code == code)

    def categories_above(self, path: str) -> list[CategoryPage]:
        """Categories from the top down to the one that holds the page with this tree path."""
        return [page for page in self.categories if path.startswith(page.path)]


def _sections(column: Page, hidden: Q) -> list[Page]:
    found = Page.objects.child_of(column).live().exclude(hidden)
    return list(found.type(CataloguePage, CategoryPage).order_by("path"))


def _by_parent(terms: list[Any]) -> dict[int | None, list[Any]]:
    children: dict[int | None, list[Any]] = defaultdict(list)
    for term in terms:
        children[term.parent_id].append(term)
    return children
