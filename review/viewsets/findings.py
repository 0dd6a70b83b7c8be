"""What was found in a page: its list, and what people do about it.

The same list stands beside the editor, on the page of a review, and on a page of its own. Each
action is a form of its own that works without a script: it leads back to where it came from. With
``findings.js`` the list alone is exchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.documents import get_document_model
from wagtail.models import Page

from ..finding_groups import Group, find_group
from ..panels import MEDIA, list_context
from ..reviewed import is_reviewed_type
from ..services.findings import (
    Report,
    answer_all,
    draft_of,
    findings_of,
    may_answer,
    withdraw_answer,
)
from ..services.masking import mask_file, mask_text

_LIST = "gongkai_review/admin/findings_list.html"
# Tells the script that the page changed, and that an open editor shows an old text.
RELOAD = "X-Gongkai-Reload"


class FindingsView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """The list of one page, for who may answer; to a script the list alone."""

    template_name = "gongkai_review/admin/findings_page.html"
    page_title = _("敏感信息检查")
    header_icon = "warning"
    http_method_names = ["get", "post", "head", "options"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the page."""
        super().setup(request, *args, **kwargs)
        self.page: Any = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        if not is_reviewed_type(self.page):
            raise Http404
        if not may_answer(self.page, request.user):
            raise PermissionDenied
        self.is_script = request.headers.get("x-requested-with") == "XMLHttpRequest"
        self.failed: dict[str, Any] = {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list."""
        if self.is_script:
            return render(request, _LIST, self._list_context())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do what the button says; what is wrong stands beside it, and nothing typed is lost."""
        acts: dict[str, Callable[[], str]] = {
            "keep": self._keep,
            "reopen": self._reopen,
            "mask": self._mask,
            "mask_file": self._mask_file,
        }
        name = request.POST.get("act", "")
        if name not in acts:
            raise Http404
        try:
            said = acts[name]()
        except ValidationError as error:
            return self._refused(error)
        is_changed = name in {"mask", "mask_file"}
        if not self.is_script:
            messages.success(request, said)
            return redirect(self._next())
        if is_changed and request.POST.get("in_editor"):
            # It is read on the page as it is loaded anew.
            messages.success(request, said)
        response = render(request, _LIST, self._list_context(said=said))
        if is_changed:
            response[RELOAD] = "1"
        return response

    def get_page_subtitle(self) -> str:
        """The text."""
        return str(self.page.draft_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """By way of the editor."""
        return [
            {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": _("编辑")},
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, and the script."""
        return super().get_context_data(**kwargs, **self._list_context(), media=MEDIA)

    def _list_context(self, said: str = "") -> dict[str, Any]:
        draft = draft_of(self.page)
        return {
            **list_context(self.page, findings_of(draft), self.request.user),
            "page": self.page,
            "failed": self.failed,
            "said": said,
            "next": self._asked("next"),
            "in_editor": bool(self._asked("in_editor")),
        }

    def _asked(self, name: str) -> str:
        return self.request.POST.get(name) or self.request.GET.get(name, "")

    def _next(self) -> str:
        url = get_valid_next_url_from_request(self.request)
        return str(url or reverse("gongkai_review:findings", args=[self.page.pk]))

    def _refused(self, error: ValidationError) -> HttpResponse:
        self.failed = {
            "form": self.request.POST.get("form", ""),
            "reason": self.request.POST.get("reason", ""),
            "sentence": "".join(dict.fromkeys(error.messages)),
        }
        if self.is_script:
            return render(self.request, _LIST, self._list_context())
        return self.render_to_response(self.get_context_data())  # type: ignore[no-any-return]

    def _prints(self) -> list[str]:
        """Fingerprints that a form names: of one finding, or of all open ones of a group as they
        were shown."""
        if single := self.request.POST.get("fingerprint"):
            return [single]
        report: Report = findings_of(draft_of(self.page))
        group = find_group(report, self.request.POST.get("group", ""))
        if group is None or group.seen != self.request.POST.get("seen"):
            raise ValidationError(_("内容已有改动，请看过新的检查结果后再处理。"), code="gone")
        return self._chosen(group)

    def _chosen(self, group: Group) -> list[str]:
        is_mask = self.request.POST.get("act") == "mask"
        return [each.fingerprint for each in (group.maskable if is_mask else group.unanswered)]

    def _keep(self) -> str:
        reason = self.request.POST.get("reason", "")
        answers = answer_all(self.page, self._prints(), self.request.user, reason)
        return _("已保留%s处，理由已记录。") % len(answers)

    def _reopen(self) -> str:
        withdraw_answer(self.page, self.request.POST.get("fingerprint", ""), self.request.user)
        return _("已撤回处理意见，请重新处理。")

    def _mask(self) -> str:
        prints = self._prints()
        mask_text(self.page, prints, self.request.user)
        return _("已遮盖%s处，并存为新的版本。") % len(prints)

    def _mask_file(self) -> str:
        try:
            document = get_document_model().objects.get(pk=self.request.POST.get("document"))
        except (ValueError, ValidationError, get_document_model().DoesNotExist) as error:
            raise ValidationError(
                _("稿件中已经没有这个文件，请刷新后再处理。"), code="gone"
            ) from error
        mask_file(
            self.page,
            document,
            self.request.user,
            remove_hidden=bool(self.request.POST.get("remove_hidden")),
        )
        return _("已生成遮盖后的新文件并替换到稿件中，原文件不公开。请打开新文件核对。")
