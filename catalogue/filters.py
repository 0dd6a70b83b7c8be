"""The filters of an item list; every state of them is a URL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import F, Q
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.constants import EMPTY_VALUES
from wagtail.models import Page

from .document_numbers import normalise_document_number
from .enums import Kind, Validity
from .facets import FacetCounts, count_facets
from .form_counts import CountedItems
from .kept import kept, tag_of
from .models import ItemPage
from .moments import MomentFilter
from .narrowing import knows, selection_of
from .querysets import ItemQuerySet
from .restrictions import below_any, restricted_pages
from .successors import Successor, successors
from .tallies.reading import Place, Selection, counts
from .validity import validity_q
from .vocabulary import Vocabulary

ORDERINGS = {
    "-published_on": _("发布日期由近到远"),
    "published_on": _("发布日期由远到近"),
    "-written_on": _("成文日期由近到远"),
    "written_on": _("成文日期由远到近"),
    "index_number": _("按索引号"),
    "document_number": _("按文号"),
}
DEFAULT_ORDERING = "-published_on"
YEARS = (1949, 2999)
# Characters; with every filter filled in, a redirect still keeps to the length that Django allows.
LONGEST_VALUE = 120
# Of a number, a day or a moment; what is longer is none, and still none when it is cut.
_LONGEST_NUMBER = 40
_NUMBERS = {"year", "month", "published_since", "published_until", "updated_since"}
# Conditions whose values can be merged into others.
MERGED = ("organ", "topic", "genre")
# A month is a month of the chosen year and goes with it.
_PARTS = {"year": ("month",)}
_UNKNOWN_CHOICE = {"invalid_choice": _("没有“%(value)s”这个选项，已忽略这个条件。")}
_NOT_A_DATE = {"invalid": _("请按2013-03-04的格式填写日期，已忽略这个条件。")}
_NOT_A_NUMBER = {
    "invalid": _("请填写数字，已忽略这个条件。"),
    "min_value": _("应不小于%(limit_value)s，已忽略这个条件。"),
    "max_value": _("应不大于%(limit_value)s，已忽略这个条件。"),
}


class ItemFilterSet(django_filters.FilterSet):
    """Narrows the disclosed items below ``root``; used by pages, exports and statistics."""

    facet_names = ("kind", "year", "category", "organ", "topic", "genre", "validity")

    q = django_filters.CharFilter(
        label=_("名称、文号或索引号"), method="filter_text", max_length=100
    )
    category = django_filters.ChoiceFilter(label=_("类别"), method="filter_category")
    organ = django_filters.ChoiceFilter(label=_("发布机构"), method="filter_organ")
    topic = django_filters.ChoiceFilter(label=_("主题分类"), method="filter_topic")
    genre = django_filters.ChoiceFilter(label=_("体裁分类"), method="filter_genre")
    kind = django_filters.ChoiceFilter(label=_("信息类别"), choices=Kind.choices)
    year = django_filters.NumberFilter(label=_("年份"), field_name="published_year")
    month = django_filters.NumberFilter(label=_("月份"), field_name="published_on__month")
    published_since = django_filters.DateFilter(
        label=_("发布日期不早于"), field_name="published_on", lookup_expr="gte"
    )
    published_until = django_filters.DateFilter(
        label=_("发布日期不晚于"), field_name="published_on", lookup_expr="lte"
    )
    updated_since = MomentFilter(
        label=_("更新时间不早于"), field_name="last_published_at", lookup_expr="gte"
    )
    validity = django_filters.ChoiceFilter(
        label=_("有效性"), method="filter_validity", choices=Validity.choices
    )
    counted = django_filters.ChoiceFilter(label=_("统计指标"), method="filter_counted")
    order = django_filters.ChoiceFilter(
        label=_("排序"), method="filter_order", choices=list(ORDERINGS.items())
    )

    class Meta:
        model = ItemPage
        fields: list[str] = []

    def __init__(
        self, data: QueryDict, *, root: Page, request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        self.root = root
        self.restricted = restricted_pages(root, request)
        hidden = below_any(self.restricted)
        self.hidden = hidden
        self._load = lambda: Vocabulary.kept(root, hidden, request)
        # Of a repeated parameter the last one counts; what is far too long to be anything is
        # cut before it is echoed in a notice or in the form.
        asked_for: dict[str, Any] = {
            name: data[name][: _LONGEST_NUMBER if name in _NUMBERS else LONGEST_VALUE]
            for name in data
        }
        # Of conditions that name what was merged into another value: that value, by filter.
        self.succeeded = self._successors(asked_for)
        super().__init__(
            {**asked_for, **{name: each.code for name, each in self.succeeded.items()}},
            queryset=ItemPage.objects.none(),
            request=request,
            **kwargs,
        )
        # Asked for when a condition names one: a list without any reads no vocabulary.
        offered: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {
            "category": lambda: ((each.code, each.title) for each in self.vocabulary.categories),
            "organ": lambda: ((each.slug, each.name) for each in self.vocabulary.organs),
            "topic": lambda: ((each.code, each.full_name) for each in self.vocabulary.topics),
            "genre": lambda: ((each.code, each.name) for each in self.vocabulary.genres),
        }
        for name, choices in offered.items():
            self._offer(name, choices)
        # No list offers these: the figures of an annual report lead to them.
        asked = self.data.get("counted", "")
        self._counted = CountedItems.parse(asked)
        known = [(asked, self._counted.label)] if self._counted else []
        self._offer("counted", lambda: known)
        for name in ("kind", "validity", "order"):
            self.filters[name].extra["error_messages"] = _UNKNOWN_CHOICE
        for name in ("published_since", "published_until", "updated_since"):
            self.filters[name].extra["error_messages"] = _NOT_A_DATE
        self._number("year", *YEARS)
        self._number("month", 1, 12)

    @property
    def queryset(self) -> ItemQuerySet:
        """All disclosed items below the root; made when asked for, which a kept list never does."""
        return self._disclosed

    @queryset.setter
    def queryset(self, items: ItemQuerySet) -> None:
        # The base class sets what it was given.
        pass

    @cached_property
    def _disclosed(self) -> ItemQuerySet:
        items: ItemQuerySet = ItemPage.objects.descendant_of(self.root).order_by()
        return items.disclosed(self.hidden).with_validity(timezone.localdate())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The values that can be chosen."""
        return self._load()

    def _successors(self, data: Mapping[str, str]) -> dict[str, Successor]:
        found = {}
        for name in MERGED:
            code = data.get(name)
            if code and not self.vocabulary.has(name, code):
                successor = successors(name, [code]).get(code)
                # One that was made a moment ago is not among the values to choose from yet.
                if successor and self.vocabulary.has(name, successor.code):
                    found[name] = successor
        return found

    def place_of(self, page: Page) -> Place:
        """The root or a category below it, as the tallies know it."""
        return Place.kept(page, self.root, self.restricted, self.request)

    def facet_counts(self) -> FacetCounts:
        """Facets with their counts and links, and the number of items."""
        if not knows(self):
            return count_facets(self)
        name = ("facets", self.root.pk, self.root.path, *sorted(self.parameters.items()))
        return kept(tag_of(self.root, self.request), name, lambda: count_facets(self))

    @property
    def key(self) -> str:
        """A text that tells the facets of this list from those of any other below its root."""
        return urlencode(sorted(self.parameters.items()))

    def tallied(self) -> Mapping[str, Counter[str]] | None:
        """Number of items by facet and value, each under every condition but its own; None where
        the tallies do not know one of the conditions. Keys are those of ``tallies.counts``."""
        if knows(self):
            name = ("tallied", self.root.pk, self.root.path, *sorted(self.conditions.items()))
            return kept(tag_of(self.root, self.request), name, self._tally)
        return None

    def _tally(self) -> Mapping[str, Counter[str]]:
        selections = {name: selection_of(self, name) for name in self.facet_names}
        return counts({name: each for name, each in selections.items() if each is not None})

    @cached_property
    def selection(self) -> Selection | None:
        """The conditions as the tallies know them; None where they do not know one of them."""
        return selection_of(self)

    def _offer(self, name: str, choices: Callable[[], Iterable[tuple[str, str]]]) -> None:
        self.filters[name].extra.update(choices=choices, error_messages=_UNKNOWN_CHOICE)

    def _number(self, name: str, lowest: int, highest: int) -> None:
        self.filters[name].field_class = forms.IntegerField
        self.filters[name].extra.update(
            min_value=lowest, max_value=highest, error_messages=_NOT_A_NUMBER
        )

    @property
    def conditions(self) -> dict[str, Any]:
        """The valid values in force, by filter; neither the order nor what was left empty."""
        return {
            name: value
            for name, value in self.form.cleaned_data.items()
            if value not in EMPTY_VALUES and name != "order"
        }

    @property
    def ordering(self) -> str:
        """The order in force, one of :data:`ORDERINGS`."""
        return str(self.form.cleaned_data.get("order") or DEFAULT_ORDERING)

    @property
    def parameters(self) -> dict[str, str]:
        """The query string of this list without its page, and without what was not understood."""
        order = self.form.cleaned_data.get("order")
        stated = {**self.conditions, **({"order": order} if order else {})}
        return {name: str(value) for name, value in stated.items()}

    def filter_queryset(self, queryset: Any) -> Any:
        """Apply every valid condition, and an order in any case."""
        queryset = super().filter_queryset(queryset)
        return queryset if queryset.ordered else self.filter_order(queryset, "order", "")

    def parameters_without(self, name: str) -> dict[str, str]:
        """The query string that takes the condition ``name`` out."""
        taken = {name, *_PARTS.get(name, ())}
        return {each: text for each, text in self.parameters.items() if each not in taken}

    def label_of(self, name: str) -> str:
        """Name of a filter for the visitor."""
        return str(self.filters[name].label)

    def chosen(self, name: str) -> set[str]:
        """The value of a filter that is in force, as text."""
        return {str(self.conditions[name])} if name in self.conditions else set()

    def query_toggling(self, name: str, value: str) -> str:
        """Query string with ``value`` in place of what was chosen, or without it."""
        parameters = self.parameters_without(name)
        if value not in self.chosen(name):
            parameters[name] = value
        return f"?{urlencode(parameters)}"

    def items_ignoring(self, name: str) -> ItemQuerySet:
        """The items under every condition but ``name``: what other values of it would show."""
        items = self.queryset
        for each in self.parameters_without(name).keys() & self.conditions.keys():
            items = self.filters[each].filter(items, self.conditions[each])
        return items  # type: ignore[no-any-return]  # django-filter is untyped

    def filter_text(self, items: ItemQuerySet, name: str, value: str) -> ItemQuerySet:
        """Every word stands in the title, the document number or the index number."""
        number = normalise_document_number(value)
        words = Q()
        for word in value.split():
            words &= (
                Q(title__icontains=word)
                | Q(document_number__icontains=word)
                | Q(index_number__icontains=word)
            )
        return items.filter(words | Q(document_number__icontains=number))

    def filter_category(self, items: ItemQuerySet, name: str, value: str) -> ItemQuerySet:
        """Items of the category and of its sub-categories."""
        return items.filter(path__startswith=self.vocabulary.category_path(value))

    def filter_organ(self, items: ItemQuerySet, name: str, value: str) -> ItemQuerySet:
        """Items of the organ and of the organs below it."""
        return items.of_organs(self.vocabulary.organ_with_subordinates(value))

    def filter_topic(self, items: ItemQuerySet, name: str, value: str) -> ItemQuerySet:
        """Items of the topic, or of any topic of the class."""
        return items.filter(topic_id__in=self.vocabulary.topic_with_members(value))

    def filter_genre(self, items: ItemQuerySet, name: str, value: str) -> ItemQuerySet:
        """Items of the genre."""
        return items.filter(genre_id__in=self.vocabulary.genre_keys(value))

    def filter_validity(self, items: ItemQuerySet, name: str, value: str) -> ItemQuerySet:
        """Items that are in force today, or are not, in one of the ways."""
        return items.filter(validity_q(Validity(value), timezone.localdate()))

    def filter_counted(self, items: ItemQuerySet, name: str, value: str) -> ItemQuerySet:
        """Items that a figure of a year counts."""
        return self._counted.narrow(items) if self._counted else items

    def filter_order(self, items: ItemQuerySet, name: str, value: str) -> ItemQuerySet:
        """Sort; equal values stay in the order of publication, so that pages do not overlap."""
        field = value or DEFAULT_ORDERING
        column = field.removeprefix("-")
        # The databases disagree on where a missing date goes; nothing else is ever missing.
        absent_last = True if column == "written_on" else None
        if field.startswith("-"):
            return items.order_by(F(column).desc(nulls_last=absent_last), "-page_ptr_id")
        return items.order_by(F(column).asc(nulls_last=absent_last), "page_ptr_id")
