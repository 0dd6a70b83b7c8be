"""Keeping the phrases that are suggested: built anew from public titles, and added to by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page

from ..conf import get_setting
from ..suggest import known
from ..suggest.keys import keys_of
from ..suggest.phrases import FEWEST_TITLES, counted, phrases_of, whole_title
from ..suggest.readings import reading_of, readings_of
from ..text.words import HOOK, words_in

if TYPE_CHECKING:
    from ..models import SuggestedPhrase

# Rows written in one transaction, so that editors on SQLite need not wait for all of them.
_BATCH = 500
_TITLES_AT_ONCE = 2000
# A name that few titles have is still a name.
_WEIGHT_OF_NAME = 3
# Weights that differ by no more than this share rank alike.
_SAME = 0.1
# Seconds for which published titles are collected; of more than so many all is made anew.
_COLLECTED_FOR, _MANY_TITLES = 60, 200
_WAITING = "gongkai_search.suggestions.waiting"
# Titles that are looked through for other places of a new title's phrases.
_MOST_COMPARED = 5000


def announce_publishing(moment: datetime | None) -> None:
    """Have the phrases of a page that was published at a moment known, once it is stored."""
    since = (moment or timezone.now()).isoformat()
    transaction.on_commit(partial(_enqueue_titles, since))


def _enqueue_titles(since: str) -> None:
    """One task for all that is published within a minute, where tasks can wait so long: else a
    thousand loaded pages would be a thousand tasks."""
    from ..tasks import add_suggestions

    task = add_suggestions.using(backend=str(get_setting("GONGKAI_SEARCH_TASK_BACKEND")))
    if not task.get_backend().supports_defer:
        task.enqueue(since)
    elif cache.add(_WAITING, True, _COLLECTED_FOR):
        later = timezone.now() + timedelta(seconds=_COLLECTED_FOR + 1)
        task.using(run_after=later).enqueue(since)


def rebuild() -> int:
    """Make the phrases anew from all public titles, names and the dictionary; return their number.

    Others read and write meanwhile: what did not change is not touched, the rest in small parts.
    """
    wanted = _wanted()
    kept = _remove_all_but(wanted)
    changed = [phrase for phrase in wanted if not _is_same(wanted[phrase], kept.get(phrase))]
    for start in range(0, len(changed), _BATCH):
        _write({phrase: wanted[phrase] for phrase in changed[start : start + _BATCH]})
    known.renew()
    return len(wanted)


def add_titles(since: str) -> int:
    """Add what the titles bring that were published since a moment (ISO 8601), or make all
    phrases anew where these are many. Return the number of new phrases, or of all."""
    pages = _public_titles().filter(last_published_at__gte=datetime.fromisoformat(since))
    keys = list(pages.order_by("pk").values_list("pk", flat=True)[: _MANY_TITLES + 1])
    if len(keys) > _MANY_TITLES:
        return rebuild()
    return sum(map(add_title, keys))


def add_title(pk: Any) -> int:
    """Add what a page's title brings that was unknown: phrases it shares with another public
    title, and the title itself where it is short. Return how many.

    A page that is not public brings nothing. Weights are counted by :func:`rebuild`.
    """
    title = _public_titles().filter(pk=pk).values_list("title", flat=True).first()
    if title is None:
        return 0
    from ..models import SuggestedPhrase

    whole = whole_title(title)
    unknown = phrases_of(title) | ({whole} if whole else set())
    unknown -= set(SuggestedPhrase.objects.filter(text__in=unknown).values_list("text", flat=True))
    if not unknown:
        return 0
    numbers = _numbers_in_titles(unknown)
    kinds = SuggestedPhrase.Kind
    found = {
        phrase: (str(kinds.TITLE if phrase == whole else kinds.WORDS), numbers[phrase] or 1)
        for phrase in unknown
        if phrase == whole or numbers[phrase] >= FEWEST_TITLES
    }
    most = _most_phrases() - SuggestedPhrase.objects.count()
    _write(dict(list(found.items())[: max(most, 0)]))
    return len(found)


def _wanted() -> dict[str, tuple[str, int]]:
    """Kind and weight of the phrases that are worth keeping, the weightiest first."""
    from ..models import SuggestedPhrase

    kinds = SuggestedPhrase.Kind
    titles = _public_titles().order_by().values_list("title", flat=True)
    phrases, short = counted(titles.iterator(_TITLES_AT_ONCE))
    wanted = {
        phrase: (str(kinds.WORDS), number)
        for phrase, number in phrases.items()
        if number >= FEWEST_TITLES
    }
    for phrase, number in short.items():
        wanted[phrase] = (str(kinds.TITLE), max(number, phrases[phrase]))
    for name in _names():
        wanted[name] = (str(kinds.NAME), max(phrases[name], _WEIGHT_OF_NAME))
    # Of phrases alike in weight the shorter is more often meant.
    order = sorted(wanted, key=lambda phrase: (-wanted[phrase][1], len(phrase), phrase))
    return {phrase: wanted[phrase] for phrase in order[: _most_phrases()]}


def _public_titles() -> Any:
    return Page.objects.live().public().filter(alias_of=None, depth__gt=1)


def _names() -> Iterator[str]:
    """What apps and the office call words."""
    from ..models import DictionaryWord

    kept = DictionaryWord.objects.filter(treatment=DictionaryWord.Treatment.KEPT)
    yield from kept.values_list("word", flat=True)
    for register in hooks.get_hooks(HOOK):
        yield from words_in(register())


def _numbers_in_titles(phrases: Iterable[str]) -> Counter[str]:
    """In how many public titles some phrases stand, as far as titles are written with the same
    characters."""
    condition = Q()
    for phrase in phrases:
        condition |= Q(title__contains=phrase)
    titles = _public_titles().filter(condition).order_by("-pk").values_list("title", flat=True)
    wanted = set(phrases)
    numbers: Counter[str] = Counter()
    for title in titles[:_MOST_COMPARED]:
        numbers.update(phrases_of(title) & wanted)
    return numbers


def _remove_all_but(wanted: Mapping[str, Any]) -> dict[str, tuple[str, int]]:
    """Delete the other phrases; return kind and weight of those that stay."""
    from ..models import SuggestedPhrase

    rows = SuggestedPhrase.objects.values_list("pk", "text", "kind", "weight")
    kept: dict[str, tuple[str, int]] = {}
    others: list[int] = []
    for pk, text, kind, weight in rows.iterator(_TITLES_AT_ONCE):
        if text in wanted:
            kept[text] = (kind, weight)
        else:
            others.append(pk)
    for start in range(0, len(others), _BATCH):
        SuggestedPhrase.objects.filter(pk__in=others[start : start + _BATCH]).delete()
    return kept


def _is_same(wanted: tuple[str, int], kept: tuple[str, int] | None) -> bool:
    if kept is None or wanted[0] != kept[0]:
        return False
    return abs(wanted[1] - kept[1]) <= _SAME * kept[1]


def _write(found: Mapping[str, tuple[str, int]]) -> None:
    """Write phrases and their keys, in place of what was known of them."""
    from ..models import SuggestedPhrase, SuggestionKey

    made = [_phrase(text, kind, weight) for text, (kind, weight) in found.items()]
    if not made:
        return
    with transaction.atomic():
        phrases = SuggestedPhrase.objects.bulk_create(
            [phrase for phrase, _keys in made],
            update_conflicts=True,
            unique_fields=["text"],
            update_fields=["kind", "weight", "readings"],
        )
        SuggestionKey.objects.filter(phrase__in=phrases).delete()
        SuggestionKey.objects.bulk_create(
            SuggestionKey(phrase=phrase, key=key, weight=phrase.weight)
            for phrase, (_made, keys) in zip(phrases, made, strict=True)
            for key in sorted(keys)
        )


def _phrase(text: str, kind: str, weight: int) -> tuple[SuggestedPhrase, set[bytes]]:
    from ..models import SuggestedPhrase

    is_name = kind == SuggestedPhrase.Kind.NAME
    readings = readings_of(text) if is_name else [reading_of(text)]
    written = "|".join(" ".join(reading) for reading in readings)
    phrase = SuggestedPhrase(text=text, kind=kind, weight=weight, readings=written)
    return phrase, keys_of(text, readings)


def _most_phrases() -> int:
    return int(str(get_setting("GONGKAI_SEARCH_MAX_PHRASES")))
