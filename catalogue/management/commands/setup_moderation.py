"""Give a column its groups, file collection and approval workflow."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from wagtail.models import Page

from ...columns import columns
from ...services.roles import setup_moderation


class Command(BaseCommand):
    help = "为政府信息公开栏目设置用户组、权限、附件集合和审查审签流程；可以重复执行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--column", type=int, metavar="PAGE_ID", help="栏目首页的页面编号；只有一个栏目时可省略"
        )
        parser.add_argument(
            "--prefix",
            default="",
            help="用户组和流程名称的前缀，平台上有几个栏目时使用，如“泗门镇”",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        column = self._column(options["column"])
        try:
            groups = setup_moderation(column, prefix=options["prefix"])
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(
            _("栏目“%(column)s”已设置用户组：%(groups)s；流程：%(workflow)s。")
            % {
                "column": column.title,
                "groups": "、".join(
                    group.name
                    for group in (
                        groups.editors,
                        groups.reviewers,
                        groups.approvers,
                        groups.office,
                    )
                ),
                "workflow": groups.workflow.name,
            }
        )

    def _column(self, pk: int | None) -> Page:
        if pk is not None:
            page = Page.objects.filter(pk=pk, depth__gt=1).first()
            if page is None:
                raise CommandError(_("没有编号为%s的页面。") % pk)
            return page
        found = list(columns()[:50])
        if len(found) == 1:
            return found[0]
        if not found:
            raise CommandError(_("还没有政府信息公开栏目，请先建立，或用 --column 指定页面。"))
        listing = "\n".join(f"  {page.pk}  {page.title}" for page in found)
        raise CommandError(_("有几个栏目，请用 --column 指定其中一个：") + "\n" + listing)
