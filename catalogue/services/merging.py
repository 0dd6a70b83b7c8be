"""Merging values of the vocabularies: duplicates become one, keywords get one spelling.

Rows of items change; revisions do not, and neither does what the review recorded: see
``aliases.py``. A merge is recorded before the first item changes, the items follow some hundred at
a time, each with its log entry, and what broke off is taken up again (:func:`go_on`).
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from modelsearch.backends import get_search_backends_with_name
from modelsearch.index import remove_object
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page

from ..aliases import WORDS, Aliases, merged_memo, replaced
from ..conf import get_setting
from ..keywords import keywords_in
from ..models import Audience, Genre, ItemPage, Organ, Topic, VocabularyMerge
from ..serving_app import serving_module
from ..tallies.writing import recount
from .merging_references import move, move_reference_index, public_pages, references_to

PERMISSION = "gongkai_catalogue.merge_values"
ACTION = "gongkai_catalogue.vocabulary.merge"
ITEM_ACTION = "gongkai_catalogue.item.merged_value"
MODELS: dict[str, Any] = {"organ": Organ, "topic": Topic, "genre": Genre, "audience": Audience}
PIECE = 500
# More items than these are left to a task.
AT_ONCE = 1000


def may_merge(user: Any) -> bool:
    """Whether ``user`` may merge values; None is the system."""
    return user is None or user.has_perm(PERMISSION)


def merge(old: models.Model, new: models.Model, user: Any, reason: str) -> VocabularyMerge:
    """Let ``new`` stand wherever ``old`` stands, and take ``old`` out of its vocabulary.

    Args:
        old, new: two organs, topics, genres or audiences.
        reason: why, in words; it stands in the log.

    Raises:
        PermissionDenied: ``user`` may not merge.
        ValidationError: at ``new`` or ``reason``, or about what stands in the way; nothing was
            done then.
    """
    _check_request(user, reason)
    vocabulary = next(name for name, model in MODELS.items() if isinstance(old, model))
    with transaction.atomic():
        old, new = _locked(vocabulary, old, new)
        check(old, new)
        record = VocabularyMerge.objects.create(
            vocabulary=vocabulary,
            old_key=old.pk,
            old_name=str(old),
            old_code=getattr(old, "slug", "") or getattr(old, "code", ""),
            new_key=new.pk,
            new_name=str(new),
            reason=reason.strip(),
            user=user,
        )
        record.others = _move_others(old, new)
        record.save(update_fields=["others"])
        VocabularyMerge.objects.filter(vocabulary=vocabulary, new_key=old.pk).update(
            new_key=new.pk, new_name=str(new)
        )
        _retire(old, new)
        data = {"from": record.old_name, "to": record.new_name, "reason": record.reason}
        log(instance=new, action=ACTION, user=user, data=data)
    return _begin(record)


def merge_keyword(old: str, new: str, user: Any, reason: str) -> VocabularyMerge:
    """Write the keyword ``new`` wherever ``old`` stands; nothing, where ``new`` is empty.

    Raises:
        PermissionDenied: ``user`` may not merge.
        ValidationError: at ``old``, ``new`` or ``reason``.
    """
    _check_request(user, reason)
    if len(keywords_in(old)) != 1:
        raise ValidationError({"old": _("请填写一个关键词，中间没有空格。")})
    if new and len(keywords_in(new)) != 1:
        raise ValidationError({"new": _("新的关键词应是一个词，中间没有空格；留空则删去原词。")})
    old, new = keywords_in(old)[0], (keywords_in(new) or [""])[0]
    if old == new:
        raise ValidationError({"new": _("新旧关键词相同，请另填。")})
    with transaction.atomic():
        words = VocabularyMerge.objects.filter(vocabulary=WORDS)
        # What became a word that is itself given up becomes its successor; and a word that comes
        # back into use is given up no more.
        words.filter(old_name=new).delete()
        words.filter(new_name=old).update(new_name=new)
        record, _created = words.update_or_create(
            vocabulary=WORDS,
            old_name=old,
            defaults={
                "new_name": new,
                "reason": reason.strip(),
                "user": user,
                "finished_at": None,
                "items": 0,
            },
        )
        data = {"from": old, "to": new, "reason": record.reason}
        log(instance=record, action=ACTION, user=user, data=data)
    return _begin(record)


def check(old: Any, new: Any) -> None:
    """Raise a ValidationError that says why ``old`` cannot become ``new``, where it cannot."""
    if type(old) is not type(new) or old.pk == new.pk:
        raise ValidationError({"new": _("请选择同一词表中的另一个值。")})
    if old.merged_into_id or new.merged_into_id:
        raise ValidationError({"new": _("其中一个值已并入其他值，请刷新页面后另选。")})
    ancestor = getattr(new, "parent", None)
    while ancestor is not None:
        if ancestor.pk == old.pk:
            raise ValidationError({"new": _("“%s”在其下级，请先调整上级或者所属大类。") % new})
        ancestor = ancestor.parent
    if isinstance(old, Topic) and new.parent_id and old.children.exists():
        raise ValidationError({"new": _("“%s”是大类且有下级主题，只能并入另一个大类。") % old})
    for reference in references_to(type(old)):
        pages = public_pages(reference, old.pk)
        if pages:
            raise ValidationError(
                _(
                    "已公开的页面“%(pages)s”仍用“%(old)s”，它们只能经审查修改。"
                    "请先在这些页面中改为“%(new)s”并送审。"
                )
                % {"pages": "”“".join(str(page) for page in pages), "old": old, "new": new},
                code="public_pages",
            )


def go_on(key: int) -> int:
    """Change the items that a merge has not reached yet; return their number."""
    record = VocabularyMerge.objects.get(pk=key)
    changed, last = 0, 0
    while keys := list(_waiting(record).filter(pk__gt=last).values_list("pk", flat=True)[:PIECE]):
        with transaction.atomic():
            number = _change(record, keys)
            VocabularyMerge.objects.filter(pk=key).update(items=models.F("items") + number)
        changed += number
        last = keys[-1]
    VocabularyMerge.objects.filter(pk=key).update(finished_at=timezone.now())
    return changed


def go_on_with_all() -> int:
    """Take up every merge that broke off; return how many items were changed."""
    waiting = VocabularyMerge.objects.filter(finished_at=None).values_list("pk", flat=True)
    return sum(go_on(key) for key in list(waiting))


def items_with(vocabulary: str, value: Any) -> Any:
    """Items, drafts and aliases among them, that may hold a value; for keywords the caller looks
    closer, since a word may be part of a longer one."""
    rows = ItemPage._base_manager.order_by("pk")
    if vocabulary == WORDS:
        return rows.filter(keywords__contains=value)
    return rows.filter(**{f"{vocabulary}_id": value})


def _check_request(user: Any, reason: str) -> None:
    if not may_merge(user):
        raise PermissionDenied(_("您没有合并词表中的值的权限，请联系党政办。"))
    if not reason.strip():
        raise ValidationError({"reason": _("请写明合并的理由，它将记入日志。")})


def _locked(vocabulary: str, old: Any, new: Any) -> tuple[Any, Any]:
    rows = MODELS[vocabulary].everything.select_for_update(of=("self",))
    found = {row.pk: row for row in rows.filter(pk__in=[old.pk, new.pk]).order_by("pk")}
    if old.pk not in found or new.pk not in found:
        raise ValidationError({"new": _("所选的值已不存在，请刷新页面后另选。")})
    return found[old.pk], found[new.pk]


def _move_others(old: Any, new: Any) -> int:
    # Before rows refer to it, lest the successor succeeded itself.
    if isinstance(new, Organ) and new.successor_id == old.pk:
        new.successor = None
        new.save()
    moved = sum(move(reference, old.pk, new.pk) for reference in references_to(type(old)))
    move_reference_index(type(old), old.pk, new.pk)
    if isinstance(new, Organ):
        from .organs import copy_names

        new.refresh_from_db()
        copy_names(new)
        new.save()
    return moved


def _retire(old: Any, new: Any) -> None:
    """Take a value out of its vocabulary; its name and code are free for another one."""
    model = type(old)
    model.everything.filter(merged_into=old).update(merged_into=new)
    mark = f"（已合并{old.pk}）"
    longest = model._meta.get_field("name").max_length
    values: dict[str, Any] = {
        "name": str(old.name)[: longest - len(mark)] + mark,
        "merged_into": new,
    }
    if isinstance(old, Organ):
        values |= {"slug": f"merged-{old.pk}", "parent": None}
    else:
        values |= {"code": f"merged-{old.pk}", "is_active": False}
    remove_object(old)
    # No signals: Wagtail's receivers look for what is no more in its vocabulary.
    model.everything.filter(pk=old.pk).update(**values)
    serving_module("versions").renew(model._meta.label)
    serving_module("changes").public_rows_changed()


def _begin(record: VocabularyMerge) -> VocabularyMerge:
    if _waiting(record)[: AT_ONCE + 1].count() <= AT_ONCE:
        go_on(record.pk)
    else:
        from ..tasks import go_on_with_merge

        backend = str(get_setting("GONGKAI_CATALOGUE_TASK_BACKEND"))
        task = go_on_with_merge.using(backend=backend)
        transaction.on_commit(lambda: task.enqueue(record.pk))
    record.refresh_from_db()
    return record


def _waiting(record: VocabularyMerge) -> Any:
    value = record.old_name if record.vocabulary == WORDS else record.old_key
    return items_with(record.vocabulary, value)


def _change(record: VocabularyMerge, keys: list[int]) -> int:
    # As whoever publishes does: a change and a merge of one item wait for each other.
    list(Page.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    name = record.vocabulary
    items = list(_waiting(record).filter(pk__in=keys).defer("body"))
    memos = Aliases(item.merged_values for item in items)
    changed = []
    for item in items:
        if name == WORDS:
            old = item.keywords
            new: Any = replaced(old, {record.old_name: record.new_name})
            if new == old:
                continue
            item.keywords = new
        else:
            old, new = record.old_key, record.new_key
            setattr(item, f"{name}_id", new)
        item.merged_values = merged_memo(item.merged_values, name, old, new, memos)
        changed.append(item)
    field = name if name == WORDS else f"{name}_id"
    ItemPage._base_manager.bulk_update(changed, [field.removesuffix("_id"), "merged_values"])
    _follow(record, changed)
    return len(changed)


def _follow(record: VocabularyMerge, items: list[ItemPage]) -> None:
    """What depends on items: counts, kept pages, the log, the search index."""
    keys = [item.pk for item in items]
    recount(keys)
    if items:
        serving_module("versions").renew(ItemPage._meta.label)
        serving_module("changes").pages_changed(items)
    _write_log(record, items)
    transaction.on_commit(lambda: _index(keys))


def _write_log(record: VocabularyMerge, items: list[ItemPage]) -> None:
    model: Any = log_registry.get_log_model_for_model(ItemPage)
    kind = ContentType.objects.get_for_model(ItemPage)
    now = timezone.now()
    model.objects.bulk_create(
        model(
            content_type=kind,
            page_id=item.pk,
            label=item.get_admin_display_title(),
            action=ITEM_ACTION,
            data={
                "vocabulary": record.get_vocabulary_display(),
                "from": record.old_name,
                "to": record.new_name,
            },
            timestamp=now,
            user=record.user,
            content_changed=True,
        )
        for item in items
    )


def _index(keys: list[int]) -> None:
    items = list(ItemPage.get_indexed_objects().filter(pk__in=keys))
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        backend.add_bulk(ItemPage, items)
