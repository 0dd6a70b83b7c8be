"""Editing forms: choices that fit who is editing, and checks that name place, cause and cure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.widgets import BaseChooser

from .form_data import is_key, read_intact, refuse_damaged
from .permissions import ANY_ORGAN

if TYPE_CHECKING:
    from .models import Organ

_EMPTY = ("", "---------")


def indented_organs(organs: Iterable[Organ]) -> Iterator[tuple[int, str]]:
    """Id and name of organs, each below its superior and indented under it."""
    listed = list(organs)
    present = {organ.pk for organ in listed}
    children: dict[int | None, list[Organ]] = {}
    for organ in listed:
        parent = organ.parent_id if organ.parent_id in present else None
        children.setdefault(parent, []).append(organ)

    def walk(parent: int | None, depth: int) -> Iterator[tuple[int, str]]:
        for organ in children.get(parent, []):
            ended = _("（存续至%s）") % organ.valid_until if organ.valid_until else ""
            yield organ.pk, "　" * depth + organ.name + ended
            yield from walk(organ.pk, depth + 1)

    return walk(None, 0)


def grouped_topics(*, keep: int | None = None, everything: bool = False) -> list[Any]:
    """Topics as choices: each class is a group of itself and its second level.

    Args:
        keep: the topic that is chosen, and stays choosable where it is hidden.
        everything: whether hidden topics are offered as well.
    """
    topics = list(apps.get_model("gongkai_catalogue", "Topic").objects.select_related("parent"))
    if not everything:
        # A class that is hidden takes its second level along, but for the chosen one.
        kept_class = next((each.parent_id for each in topics if each.pk == keep), None)
        topics = [
            each
            for each in topics
            if each.pk in (keep, kept_class)
            or (each.is_active and (each.parent is None or each.parent.is_active))
        ]
    groups: dict[int, tuple[str, list[tuple[int, str]]]] = {
        topic.pk: (topic.name, [(topic.pk, topic.name)])
        for topic in topics
        if topic.parent_id is None
    }
    for topic in topics:
        if topic.parent_id in groups:
            groups[topic.parent_id][1].append((topic.pk, topic.full_name))
    return [_EMPTY, *groups.values()]


class ItemPageForm(WagtailAdminPageForm):
    """Form of an item: own organs only, and index numbers that nobody else bears."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            refuse_damaged(self.data)
        if self.instance._published_before and "index_number" in self.fields:
            self.fields["index_number"].disabled = True
        self._original_organ_id = self.instance.organ_id
        if "topic" in self.fields:
            self.fields["topic"].widget.choices = grouped_topics(keep=self.instance.topic_id)
        for name in ("genre", "audience"):
            if name in self.fields:
                field: Any = self.fields[name]
                chosen = getattr(self.instance, f"{name}_id")
                field.queryset = field.queryset.filter(Q(is_active=True) | Q(pk=chosen))
        if "organ" in self.fields:
            self._offer_organs()

    def _widget_data_value(self, widget: Any, html_name: str) -> Any:
        """What was entered; nothing where a chooser got what is no key of any database.

        No chooser sends it, but Wagtail would look it up and fail, when the form is checked and
        again when it is shown.
        """
        value = read_intact(partial(super()._widget_data_value, widget, html_name))
        if isinstance(widget, BaseChooser) and value is not None:
            return value if is_key(str(value)) else None
        return value

    @cached_property
    def _own_organ_ids(self) -> set[int] | None:
        """Organs in whose name the editor may write; None for any."""
        user = self.for_user
        if user is None or user.has_perm(ANY_ORGAN):
            return None
        organs = apps.get_model("gongkai_catalogue", "Organ").objects
        return organs.subtree_ids(user.disclosure_organs.values_list("pk", flat=True))

    def _offer_organs(self) -> None:
        own = self._own_organ_ids
        organs = apps.get_model("gongkai_catalogue", "Organ").objects.all()
        if own is not None:
            # The one that stands there is shown, even where the editor may not keep it.
            organs = organs.filter(pk__in=own | {self._original_organ_id})
        choices = list(indented_organs(organs))
        self.fields["organ"].widget.choices = [_EMPTY, *choices]
        if len(choices) == 1 and not self._original_organ_id:
            self.initial["organ"] = choices[0][0]

    def clean_index_number(self) -> str:
        """Refuse a number that another item bears, bore or holds."""
        from .services import index_numbers

        number: str = self.cleaned_data["index_number"].strip()
        if number and not self.instance._published_before:
            try:
                index_numbers.refuse_taken(self.instance, number)
            except ValidationError as error:
                raise ValidationError(error.message_dict["index_number"]) from error
        return number

    def clean_organ(self) -> Any:
        """Refuse an organ that the editor does not work for, as it was and as it becomes."""
        organ = self.cleaned_data["organ"]
        own = self._own_organ_ids
        if own is None:
            return organ
        if not own:
            raise ValidationError(
                _(
                    "您还不是任何机构的信息员，不能起草条目。"
                    "请联系党政办，在“公开目录－机构”中把您加为所在机构的信息员。"
                ),
                code="no_organ",
            )
        if self._original_organ_id not in own | {None} and not self._is_own_draft:
            raise ValidationError(
                _("这个条目由其他机构发布，您只能编辑本机构及其下属机构的条目。"), code="foreign"
            )
        if organ and organ.pk not in own:
            raise ValidationError(
                _("您不是“%s”的信息员，请选择本机构或其下属机构。") % organ.name, code="foreign"
            )
        return organ

    @property
    def _is_own_draft(self) -> bool:
        """A copy of another organ's item, say, which its editor makes into one of their own."""
        return not self.instance._published_before and self.instance.owner_id == self.for_user.pk

    def _post_clean(self) -> None:
        """Find out when an item is submitted, not when it is approved, that it gets no number."""
        super()._post_clean()
        if self.is_deferred_validation or self.errors or self.instance._published_before:
            return
        from .services.moderation import require_numberable

        try:
            require_numberable(self.instance)
        except ValidationError as error:
            self.add_errors(error)

    def add_errors(self, error: ValidationError) -> None:
        """Show an error of the model, each part at its field where the form has it."""
        found = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for name, errors in found.items():
            self.add_error(name if name in self.fields else None, errors)


class OrganForm(WagtailAdminModelForm):
    """Form of an organ: superiors as a tree, editors by name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organs = type(self.instance).objects
        if self.instance.pk:
            # Part of statistics' codes and of addresses that others hold.
            self.fields["slug"].disabled = True
        below = organs.below_ids([self.instance.pk]) if self.instance.pk else []
        self.fields["parent"].widget.choices = [
            _EMPTY,
            *indented_organs(organs.exclude(pk__in=below)),
        ]
        editors: Any = self.fields["editors"]
        users = get_user_model()._default_manager.filter(is_active=True)
        if self.instance.pk:
            users |= get_user_model()._default_manager.filter(disclosure_organs=self.instance)
        editors.queryset = users.distinct().order_by(get_user_model().USERNAME_FIELD)
        editors.label_from_instance = _named


def _named(user: Any) -> str:
    name = user.get_full_name()
    return f"{name}（{user.get_username()}）" if name else user.get_username()


class TopicForm(WagtailAdminModelForm):
    """Form of a topic: only classes are offered to stand above it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = parent.queryset.filter(parent=None).exclude(pk=self.instance.pk)
        parent.label_from_instance = str
