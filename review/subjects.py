"""What a review sheet says about an item, by whatever fields its page type has."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Revision

from .content import files_of
from .four_eyes import authors_of, names_of
from .models import ReviewRecord
from .services.findings import findings_of
from .sheet import Subject


def subject_of_page(page: Any) -> Subject:
    """The draft of a page, about which nothing is decided yet."""
    draft = page.get_latest_revision_as_object()
    return _subject(
        draft,
        title=str(draft.title),
        index_number=_text(draft, "index_number"),
        authors=tuple(names_of(authors_of(page))),
        findings=tuple(findings_of(draft).as_record()),
    )


def subject_of_record(record: ReviewRecord) -> Subject:
    """The text that a record is about: as its revision says, else as the page does now; of a
    deleted page no more than the record keeps."""
    known: dict[str, Any] = {
        "title": record.page_title,
        "index_number": record.index_number,
        "authors": tuple(record.authors),
    }
    page = Page.objects.filter(pk=record.page_id).first()
    if page is None:
        return Subject(**known)
    if not record.index_number:
        # Given when it was published, after it had been decided on.
        known["index_number"] = _text(page.specific, "index_number")
    return _subject(_text_of(record, page), **known)


def _text_of(record: ReviewRecord, page: Page) -> Any:
    revision = Revision.page_revisions.filter(
        pk=record.revision_id, object_id=str(record.page_id)
    ).first()
    return revision.as_object() if revision else page.specific


def _subject(page: Any, **known: Any) -> Subject:
    return Subject(
        document_number=_text(page, "document_number"),
        organ=_text(page, "organ"),
        mode=_in_words(page, "disclosure_mode"),
        period=_in_words(page, "disclosure_period"),
        attachments=tuple(str(document) for document in files_of(page).documents),
        **known,
    )


def _text(page: Any, name: str) -> str:
    return str(getattr(page, name, None) or "")


def _in_words(page: Any, name: str) -> str:
    """Label of a choice, where the page type has such a field."""
    display = getattr(page, f"get_{name}_display", None)
    return str(display()) if display else ""
