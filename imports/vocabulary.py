"""What the words of a row name: organs, topics, genres, categories; and what is nearest to them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process
from wagtail.models import Page

from . import rooms
from .values import BadValue, is_nothing, several, shown

_CLOSE, _SOUNDS_ALIKE = 55, 80
_COMPARED = 10
# So many values may be said where none is near.
_FEW_VALUES = 20
_LEVEL = re.compile(r"\s*[/\\>]\s*|\s*(?:——|--|=>|→)\s*")
# These may be part of a name: tried where it is not known with them.
_PERHAPS_LEVEL = re.compile(r"\s*[-–—:·]\s*")
_LEVELS = _SEVERAL = 2
_AMBIGUOUS_SHOWN = 4


def key_of(text: str) -> str:
    """``text`` as names are compared: without spaces, full-width or capital letters."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def sound_of(text: str) -> str:
    """``text`` in pinyin without tones."""
    return "".join(lazy_pinyin(key_of(text)))


class Names:
    """One vocabulary: each value by all its names.

    Args:
        label: what the vocabulary is called in messages.
    """

    def __init__(self, label: str) -> None:
        self.label = label
        self._known: dict[str, list[Any]] = {}
        self._written: dict[str, str] = {}
        self._official: dict[str, None] = {}
        self._nearest: dict[str, str] = {}

    def add(self, value: Any, official: str, *names: str) -> None:
        """Let ``value`` be found by its official name and by others, which give way to it."""
        self._official[official] = None
        for name in (official, *names):
            if name and (key := key_of(name)):
                there = self._known.setdefault(key, [])
                if value not in there:
                    there.append(value)
                self._written.setdefault(key, name if name == official else official)

    def find(self, text: str) -> Any:
        """The value that ``text`` names.

        Raises:
            BadValue: none, or several.
        """
        found = self._known.get(key_of(text), [])
        if len(found) == 1:
            return found[0]
        if found:
            names = "、".join(f"“{each}”" for each in found[:_AMBIGUOUS_SHOWN])
            raise BadValue(
                _("%(label)s“%(text)s”不止一个（%(names)s），请写明是哪一个。")
                % {"label": self.label, "text": shown(text), "names": names},
                str(found[0]),
            )
        nearest = self.nearest(text)
        raise BadValue(
            _("没有%(label)s“%(text)s”。") % {"label": self.label, "text": shown(text)}
            + self._hint(nearest),
            nearest,
        )

    def knows(self, text: str) -> bool:
        """Whether ``text`` names a value, or several."""
        return key_of(text) in self._known

    def _hint(self, nearest: str) -> str:
        if nearest:
            return _("最接近的是“%s”。") % nearest
        if 0 < len(self._official) <= _FEW_VALUES:
            return _("可以填写的有：%s。") % "、".join(self._official)
        return _("请先在管理后台建立，或者改正。")

    def nearest(self, text: str) -> str:
        """The official name of what ``text`` was probably meant to be; empty for none."""
        # A wrong name stands in many rows.
        key = key_of(text)
        if key not in self._nearest:
            self._nearest[key] = self._looked_for(key)
        return self._nearest[key]

    def _looked_for(self, key: str) -> str:
        # Whole names first: 工业、交通/公露 is nearer to 工业、交通/公路 than to 工业、交通.
        sound = sound_of(key)
        # Of two digits, which some code or other has, nothing is the meaning.
        names = list(self._written) if re.search(r"[^\W\d_]", key) else self._officials
        alike = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=_COMPARED)
        if alike:
            # 同知 is as near to 通知 as to 通报 by its characters; people type by sound.
            best = [name for name, score, _place in alike if score == alike[0][1]]
            return self._written[max(best, key=lambda name: fuzz.ratio(sound, sound_of(name)))]
        heard = process.extractOne(
            sound, self._sounds, scorer=fuzz.ratio, score_cutoff=_SOUNDS_ALIKE
        )
        if heard:
            return self._written[heard[2]]
        match = process.extractOne(key, self._officials, scorer=fuzz.WRatio, score_cutoff=_CLOSE)
        return self._written[match[0]] if match else ""

    @cached_property
    def _sounds(self) -> dict[str, str]:
        """How each name sounds; made when the first is looked for, when all names are known."""
        return {key: sound_of(key) for key in self._written}

    @cached_property
    def _officials(self) -> list[str]:
        """The official names alone, as they are compared; made as late as the sounds."""
        return [key for name in self._official if (key := key_of(name))]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return not self._known


class Vocabulary:
    """All vocabularies of one column, read in a few queries."""

    def __init__(self, column: Page) -> None:
        self.organs = _organs()
        self.topics = _topics()
        self.genres = _terms("Genre", _("体裁"))
        self.audiences = _terms("Audience", _("服务对象"))
        self.categories = _categories(column)
        enums = rooms.catalogue("enums")
        self.kinds = _choices(enums.Kind, _("信息类别"), {})
        self.modes = _choices(
            enums.DisclosureMode,
            _("公开方式"),
            {"proactive": ("主动",), "on_request": ("依申请", "申请公开")},
        )
        self.periods = _choices(
            enums.DisclosurePeriod,
            _("公开时限"),
            {
                "permanent": ("长期", "永久", "永久公开", "常年公开", "常年"),
                "limited": ("限时", "限期公开"),
            },
        )

    def topic(self, text: str) -> Any:
        """A topic by ``大类/小类`` (or any usual mark), a name that only it has, or its code."""
        levels = [part for part in _LEVEL.split(unicodedata.normalize("NFKC", text)) if part]
        if len(levels) > _LEVELS:
            raise BadValue(_("主题分类只有两级，“%s”应写成“大类/小类”。") % shown(text))
        name = "/".join(levels)
        parted = _PERHAPS_LEVEL.sub("/", name)
        return self.topics.find(parted if self.topics.knows(parted) else name)

    def organ(self, text: str) -> Any:
        """One organ, also of a document that several have made."""
        return self._one(
            self.organs,
            text,
            _("发布机构只能填写一个，“%s”里有几个；联合发文的，请保留编制文号的机构。"),
        )

    def genre(self, text: str) -> Any:
        """One genre."""
        return self._one(
            self.genres, text, _("体裁分类只能填写一个，“%s”里有几个，请保留最主要的一个。")
        )

    def audience(self, text: str) -> Any:
        """One audience; an item has no more than one."""
        return self._one(
            self.audiences, text, _("服务对象只能填写一个，“%s”里有几个，请保留最主要的一个。")
        )

    @staticmethod
    def _one(names: Names, text: str, sentence: str) -> Any:
        """The value that a text names; where it names several, ``sentence`` says so."""
        try:
            return names.find(text)
        except BadValue:
            parts = several(text)
            # 工业、交通/公路 in this column is one wrong value and not two.
            if len(parts) < _SEVERAL or not any(map(names.knows, parts)):
                raise
        first, *_others = [names.find(part) for part in parts]
        raise BadValue(sentence % shown(text), str(first))

    def mode(self, text: str) -> Any:
        """How an item is disclosed; what is not disclosed is no item."""
        if re.search("不予|不公开|免予|涉密|保密", text):
            raise BadValue(_("公开方式是“%s”的信息不能导入公开目录，请删去这一行。") % shown(text))
        return self.modes.find(text)


def _organs() -> Names:
    names = Names(_("机构"))
    organs = list(apps.get_model("gongkai_catalogue", "Organ").objects.all())
    former = _former_names()
    for organ in organs:
        names.add(organ, organ.name)
    # Short names and codes give way to names: another organ's short name may be this one's name.
    for organ in organs:
        others = (organ.short_name, organ.slug, organ.organisation_code, organ.credit_code)
        for name in (*others, *former.get(organ.pk, ())):
            if name and key_of(name) not in names._known:
                names.add(organ, organ.name, name)
    return names


def _former_names() -> Mapping[int, list[str]]:
    """Names that organs bore before, where the catalogue keeps them."""
    try:
        model: Any = apps.get_model("gongkai_catalogue", "OrganName")
    except LookupError:
        return {}
    former: dict[int, list[str]] = {}
    for organ_id, name in model.objects.values_list("organ_id", "name"):
        former.setdefault(organ_id, []).append(name)
    return former


def _topics() -> Names:
    names = Names(_("主题分类"))
    topics = list(apps.get_model("gongkai_catalogue", "Topic").objects.select_related("parent"))
    for topic in topics:
        names.add(topic, topic.full_name, topic.code)
    official = set(names._known)
    for topic in topics:
        # 其他 stands in every class; a name that is a class's own means the class.
        if topic.parent_id and key_of(topic.name) not in official:
            names.add(topic, topic.full_name, topic.name)
    return names


def _terms(model: str, label: str) -> Names:
    names = Names(label)
    for term in apps.get_model("gongkai_catalogue", model).objects.all():
        names.add(term, term.name, term.code)
    return names


def _categories(column: Page) -> Names:
    """Categories of the column and of none that stands below it, by code, title and path."""
    model: Any = apps.get_model("gongkai_catalogue", "CategoryPage")
    names = Names(_("类别"))
    pages = rooms.catalogue("columns").pages_of(column, model.objects.all())
    found = list(pages.order_by("path"))
    titles = {page.path: page.title for page in found}
    for page in found:
        names.add(page, page.code)
    for page in found:
        if key_of(page.title) not in {key_of(each.code) for each in found}:
            names.add(page, page.title)
    for page in found:
        above = titles.get(page.path[: -page.steplen])
        if above:
            names.add(page, f"{above}/{page.title}", f"{above}\\{page.title}")
    return names


def _choices(choices: Any, label: str, others: Mapping[str, Iterable[str]]) -> Names:
    names = Names(label)
    for choice in choices:
        names.add(choice, str(choice.label), choice.value, *others.get(choice.value, ()))
    return names


__all__ = ["Names", "Vocabulary", "is_nothing", "key_of"]
