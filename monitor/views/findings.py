"""The page 监测: what is open, its trend, what was solved; and the button 现在检查."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from ..charts import BASE, HEIGHT, WIDTH, chart
from ..enums import SEVERITY_ORDER
from ..forms import FilterForm
from ..models import Finding, MonitorRun
from ..reading import by_day, latest_run, open_findings, organ_ids_of, solved
from ..rooms import catalogue
from ..rules.base import RuleLike, all_rules
from ..services.running import START, request_run
from .base import NAMESPACE, MonitorMixin

_PER_PAGE = 50
_DAYS_OFFERED, _DAYS_SHOWN, _SOLVED_SHOWN = 90, 14, 20


class FindingsView(MonitorMixin):
    """What is open, filtered; the same as a workbook."""

    template_name = "gongkai_monitor/admin/findings.html"
    here = "index"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or the workbook."""
        self.rules = {rule.code: rule for rule in all_rules()}
        self.run = self._asked_run()
        self.everything = open_findings(user=request.user, run=self.run)
        self.form = self._form()
        self.chosen = self.form.chosen()
        if request.GET.get("export") == "xlsx" and self.run is not None:
            return workbook(self.run, self._found(), self.rules)
        page: HttpResponseBase = self.render_to_response(self.get_context_data())
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The findings of one page, their numbers, and what was solved."""
        if self.run is not None:
            url = f"?{urlencode({**self.chosen, 'export': 'xlsx'})}"
            self.header_buttons = [HeaderButton(_("导出XLSX"), url=url, icon_name="download")]
        context = super().get_context_data(**kwargs)
        user = self.request.user
        numbers = Counter(self.everything.order_by().values_list("severity", flat=True))
        page = Paginator(self._found(), _PER_PAGE).get_page(self.request.GET.get("p"))
        gone = solved(self.run, _visible(user)) if self.run else Finding.objects.none()
        return {
            **context,
            "run": self.run,
            "form": self.form,
            "numbers": [(each, numbers[each]) for each in SEVERITY_ORDER],
            "page_obj": page,
            "lines": [(each, self.rules.get(each.rule)) for each in page],
            "list_url": f"?{urlencode(self.chosen)}",
            "solved": list(gone.order_by("rule", "pk")[:_SOLVED_SHOWN]),
            "solved_number": gone.count(),
            "chart": chart(by_day(_DAYS_SHOWN, user)),
            "chart_size": (WIDTH, HEIGHT, BASE),
            "severities": SEVERITY_ORDER,
            "failed_rules": self._failed(),
            "may_start": user.has_perm(START),
            "run_url": reverse(f"{NAMESPACE}:run"),
        }

    def _asked_run(self) -> MonitorRun | None:
        try:
            day = date.fromisoformat(self.request.GET.get("day", ""))
        except ValueError:
            return latest_run()
        return latest_run(day) or latest_run()

    def _form(self) -> FilterForm:
        rows = self.everything.order_by().values_list("organ", "organ__name").distinct()
        organs = sorted(row for row in rows if row[0] is not None)
        codes = set(self.everything.order_by().values_list("rule", flat=True).distinct())
        asked = self.request.GET.get("rule", "")
        rules = [
            (code, rule.name) for code, rule in self.rules.items() if code in codes or code == asked
        ]
        days = MonitorRun.objects.filter(finished_at__isnull=False)
        offered = days.values_list("day", flat=True)[:_DAYS_OFFERED]
        return FilterForm(self.request.GET, days=offered, rules=rules, organs=organs)

    def _found(self) -> Any:
        found = self.everything.select_related("organ")
        for name in ("severity", "rule"):
            if value := self.chosen.get(name):
                found = found.filter(**{name: value})
        if organ := self.chosen.get("organ"):
            found = found.filter(organ_id=int(organ))
        return found

    def _failed(self) -> list[Any]:
        codes = self.run.failed_rules if self.run else []
        return [self.rules[code].name if code in self.rules else code for code in codes]


def _visible(user: Any) -> Any:
    organs = organ_ids_of(user)
    found = Finding.objects.all()
    return found if organs is None else found.filter(organ_id__in=organs)


def workbook(run: MonitorRun, found: Any, rules: dict[str, RuleLike]) -> HttpResponseBase:
    """The findings as a workbook that is written while it is sent."""
    sheets = catalogue("spreadsheets")
    headings = ["程度", "规则", "对象", "情况", "责任机构", "期限", "首次发现", "处理办法", "依据"]
    headings = [_now(each) for each in headings]

    def rows() -> Iterator[tuple[Any, ...]]:
        for each in found.iterator(chunk_size=1000):
            rule = rules.get(each.rule)
            yield (
                each.get_severity_display(),
                str(rule.name) if rule else each.rule,
                each.subject,
                each.detail,
                each.organ.name if each.organ else "",
                each.due_on,
                each.first_seen,
                str(rule.remedy) if rule else "",
                str(rule.basis) if rule else "",
            )

    title = _now("监测问题%s") % run.day
    content = sheets.stream_workbook(title, headings, rows(), [10, 24, 40, 60, 24, 12, 12, 50, 40])
    return attachment(content, f"{title}.xlsx", sheets.CONTENT_TYPE)


def attachment(content: Iterator[bytes], name: str, content_type: str) -> HttpResponseBase:
    """A file to be kept, under a Chinese name."""
    response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = str(content_disposition_header(True, name))
    return response


@require_POST
def start_run(request: HttpRequest) -> HttpResponseBase:
    """现在检查."""
    try:
        request_run(request.user)
    except PermissionDenied as error:
        messages.error(request, str(error))
    else:
        now = timezone.localtime().strftime("%H:%M")
        messages.success(
            request,
            _now("%s已开始检查，一般在一分钟内完成；完成后刷新本页即可看到新的结果。") % now,
        )
    return redirect(f"{NAMESPACE}:index")
