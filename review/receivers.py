"""What no method of a reviewed page sees: rows saved as plain pages, moves, deletions."""

from __future__ import annotations

from typing import Any

from django.core.checks import register
from django.core.exceptions import ValidationError
from django.db.models.signals import post_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import pre_page_move

from . import mails
from .files import checks, receivers
from .models import Release
from .redirect_checks import check_redirects
from .reviewed import is_reviewed_type, reviewed_types

# What a plain page shows to readers.
_SHOWN = ("title", "seo_title", "search_description")


@receiver(pre_save, sender=Page, dispatch_uid="gongkai_review_plain_page")
def refuse_through_plain_page(instance: Page, raw: bool = False, **kwargs: Any) -> None:
    """A row of a reviewed page that is saved as a plain page shows nothing new to readers by it."""
    if raw or not instance.live or not instance.pk:
        return
    written = kwargs.get("update_fields")
    if written is not None and not {"live", *_SHOWN} & set(written):
        return
    model = instance.specific_class
    if model is None or not is_reviewed_type(model):
        return
    stored = Page.objects.filter(pk=instance.pk, live=True).values_list(*_SHOWN).first()
    shown = tuple(getattr(instance, name) for name in _SHOWN)
    if stored != shown or not Release.objects.filter(page_id=instance.pk).exists():
        raise ValidationError(
            _("“%s”没有审查记录，不能公开。") % instance.title, code="not_reviewed"
        )


@receiver(pre_page_move, dispatch_uid="gongkai_review_move")
def refuse_to_move_unreviewed(instance: Page, **kwargs: Any) -> None:
    """What is live without a record, as rows written past the model are, stays where it is."""
    pages = Page.objects.descendant_of(instance, inclusive=True).live().type(*reviewed_types())
    stray = pages.exclude(pk__in=Release.objects.values("page_id")).first()
    if stray:
        raise ValidationError(
            _("“%s”没有审查记录，不能移动；请先撤下或者补办审查。") % stray.title,
            code="not_reviewed",
        )


@receiver(post_delete, sender=Page, dispatch_uid="gongkai_review_deleted")
def forget_deleted(instance: Page, **kwargs: Any) -> None:
    """A deleted page is not public; its records stay."""
    from .services.files import close_files
    from .services.gate import tell_that_it_left

    if Release.objects.filter(page_id=instance.pk).delete()[0]:
        close_files(instance.pk)
        tell_that_it_left(instance)


checks.register_checks()
register(check_redirects)
receivers.connect()
mails.connect()
