"""ReviewedMixin: what makes a page type keep to the review."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from .previews import PreviewModesMixin
from .withdrawn import WithdrawnNoticeMixin

logger = logging.getLogger(__name__)

# Columns that Wagtail writes by themselves, and that show nobody anything new.
_HARMLESS = frozenset(
    {
        "alias_of",
        "alias_of_id",
        "draft_title",
        "expired",
        "first_published_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "owner",
        "path",
        "depth",
        "show_in_menus",
        "url_path",
        # Comments of editors, which Wagtail stores with the page.
        "wagtail_admin_comments",
    }
)
_OF_PUBLICATION = frozenset({"first_published_at", "last_published_at", "live_revision"})
_SCHEDULED = "wagtail.publish.scheduled"


class ReviewedMixin(WithdrawnNoticeMixin, PreviewModesMixin, models.Model):
    """A page that becomes public only as it was reviewed; stands first among a page's bases.

    Whichever way somebody takes — the admin, an API with a token, a schedule, a command, a shell —
    it ends in ``save()`` of this class, and a text without a matching approval is refused with a
    ``ValidationError`` of code ``not_reviewed``. A new page that says it is public, such as a copy,
    is stored as a draft. What is brought in from elsewhere says so with
    :func:`~.services.imports.importing`.

    ``not_reviewed_fields`` names fields that publication itself fills in.
    """

    not_reviewed_fields: Collection[str] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the page; ask the gate where that makes something public.

        Raises:
            ValidationError: what would become public was not reviewed; code ``not_reviewed``.
        """
        written = kwargs.get("update_fields")
        if written is not None and set(written) <= _HARMLESS:
            self._save_bookkeeping(set(written), args, kwargs)
            return
        with transaction.atomic():
            permit = self._permit()
            if permit is not None:
                # The whole of what was reviewed goes public, whatever columns somebody named.
                kwargs.pop("update_fields", None)
                self._open_files(permit)
            super().save(*args, **kwargs)
            self._settle(permit)

    def refusals_to_publish(self) -> list[str]:
        """Sentences that say what this text itself still lacks to become public; page types that
        have rules of their own override it. Asked of the draft when somebody reviews or approves.
        """
        return []

    def _save_bookkeeping(self, written: set[str], args: Any, kwargs: Any) -> None:
        page: Any = self
        if not page.live and written & _OF_PUBLICATION:
            # A copy of a public page, which was stored as a draft: it was never published.
            page.live_revision = page.first_published_at = page.last_published_at = None
        super().save(*args, **kwargs)

    def _permit(self) -> Any:
        from .services import gate

        page: Any = self
        if not page.live:
            return None
        try:
            return gate.permit_for(page)
        except ValidationError:
            if not page._state.adding:
                raise
            page.live = False
            page.has_unpublished_changes = True
            page.live_revision = page.first_published_at = page.last_published_at = None
            return None

    def _open_files(self, permit: Any) -> None:
        from .services import gate

        gate.prepare(self, permit)

    def _settle(self, permit: Any) -> None:
        from .services import gate

        page: Any = self
        if permit is not None:
            gate.settle(page, permit)
        elif not page.live:
            gate.leave_public(page)

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision; one that is only scheduled has to be approved now already.

        When its time has come and it is not approved any more, the schedule is taken back, so that
        what else was scheduled goes on.
        """
        from .services import gate

        page = revision.as_object()
        is_due = kwargs.get("log_action") == _SCHEDULED
        is_ahead = bool(page.go_live_at and page.go_live_at > timezone.now())
        if is_due or is_ahead:
            try:
                gate.permit_for(page)
            except ValidationError:
                if not is_due:
                    raise
                revision.approved_go_live_at = None
                revision.save(update_fields=["approved_go_live_at"])
                logger.warning("Page %s was not published at its time: not reviewed", page.pk)
                return None
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]  # of the page

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Store a revision, who wrote it, and which files it refers to."""
        from .services.drafts import note

        with transaction.atomic():
            revision = super().save_revision(*args, **kwargs)  # type: ignore[misc]  # of the page
            user = kwargs.get("user") or (args[0] if args else None)
            note(
                self,
                revision,
                user or get_active_log_context().user,
                kwargs.get("previous_revision"),
            )
        return revision


def is_reviewed_type(page: Any) -> bool:
    """Whether a page, or a class of pages, keeps to the review."""
    return issubclass(page if isinstance(page, type) else type(page), ReviewedMixin)


def reviewed_types() -> list[type[Any]]:
    """All page types that keep to the review."""
    from wagtail.models import get_page_models

    return [model for model in get_page_models() if is_reviewed_type(model)]
