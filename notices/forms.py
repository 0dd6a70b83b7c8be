"""Forms of the register: entering several boards at once, correcting one line, taking down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from .models import NoticeBoard, Posting, dates_in_order
from .permissions import boards_for
from .photos import cleaned_photo
from .public import find
from .rooms import catalogue
from .services.postings import Entry, forget_photo

_PHOTO_HELP = _("贴好以后拍的照片；保存时去掉拍摄地点、时间等信息，只有能看张贴记录的人可以看。")


class EntryForm(forms.Form):
    """One item, several boards."""

    item = forms.CharField(
        label=_("条目"),
        max_length=500,
        help_text=_("填写索引号、文号，或者粘贴条目（指南）的网址。"),
    )
    boards = forms.ModelMultipleChoiceField(
        label=_("公示栏"),
        queryset=NoticeBoard.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("可以选多处。"),
    )
    posted_on = forms.DateField(
        label=_("张贴日期"), widget=AdminDateInput, initial=timezone.localdate
    )
    until = forms.DateField(
        label=_("张贴至"),
        widget=AdminDateInput,
        required=False,
        help_text=_("张贴的最后一天，到期在首页提醒撤下；长期张贴的留空。"),
    )
    posted_by = forms.CharField(label=_("张贴人"), max_length=50)
    photo = forms.FileField(label=_("照片"), required=False, help_text=_PHOTO_HELP)
    note = forms.CharField(label=_("备注"), max_length=500, required=False)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        boards: Any = self.fields["boards"]
        boards.queryset = boards_for(request.user)

    def clean_item(self) -> Any:
        """The public page that is meant."""
        page = find(self.cleaned_data["item"], self.request)
        if page is None:
            raise ValidationError(
                _(
                    "没有找到这样一条已经公开的信息。请核对索引号、文号或者网址；文号有重复的，请填索引号。"
                )
            )
        return page

    def clean_photo(self) -> Any:
        """The picture alone."""
        upload = self.cleaned_data.get("photo")
        return cleaned_photo(upload) if upload else None

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, error in dates_in_order(
            cleaned.get("posted_on"), cleaned.get("until"), None
        ).items():
            self.add_error(name, error)
        return cleaned

    def entry(self) -> Entry:
        """What was entered, for the service."""
        given = self.cleaned_data
        return Entry(
            page=given["item"],
            posted_on=given["posted_on"],
            until=given["until"],
            posted_by=given["posted_by"],
            note=given["note"],
            photo=given["photo"],
        )


class PostingForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail is untyped
    """One line of the register."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A new photo is put in the place of the old one by the form, before it is saved.
        self._former = Posting(photo=self.instance.photo.name) if self.instance.photo else None
        if "photo" in self.fields:
            self.fields["photo"].help_text = _PHOTO_HELP
            self.fields["photo"].widget = forms.ClearableFileInput()
            self.fields["photo"].widget.template_name = "gongkai_notices/admin/photo_input.html"

    def clean_photo(self) -> Any:
        """A new picture alone; the one that is there, or none, as it is."""
        given = self.cleaned_data.get("photo")
        if not given or "photo" not in self.changed_data:
            return given
        return cleaned_photo(given)

    def save(self, commit: bool = True) -> Any:
        """The file of a photo that was replaced goes."""
        saved = super().save(commit=commit)
        if self._former is not None and self._former.photo.name != saved.photo.name:
            forget_photo(self._former)
        return saved


class BoardForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail is untyped
    """A board, of an organ that the user works for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "organ" not in self.fields:
            return
        field: Any = self.fields["organ"]
        field.queryset = catalogue("organ_reach").organs_of(self.for_user)
        choices = catalogue("forms").indented_organs(field.queryset)
        field.choices = [("", "---------"), *choices]


class TakeDownForm(forms.Form):
    """The day a sheet was taken off."""

    removed_on = forms.DateField(
        label=_("撤下日期"), widget=AdminDateInput, initial=timezone.localdate
    )

    def __init__(self, *args: Any, posting: Posting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posting = posting

    def clean_removed_on(self) -> Any:
        """After it was posted, and not in the future."""
        day = self.cleaned_data["removed_on"]
        errors = dates_in_order(self.posting.posted_on, self.posting.until, day)
        if "removed_on" in errors:
            raise ValidationError(errors["removed_on"])
        return day
