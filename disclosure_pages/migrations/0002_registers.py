import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gongkai_catalogue", "0001_initial"),
        ("gongkai_pages", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "remark",
                    models.CharField(
                        blank=True,
                        help_text="不要填写姓名、身份证号、电话等个人信息。",
                        max_length=255,
                        verbose_name="备注",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("meeting", "会议"),
                            ("training", "培训"),
                            ("inspection", "检查考核"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="种类",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="日期")),
                ("title", models.CharField(max_length=255, verbose_name="名称")),
                ("place", models.CharField(blank=True, max_length=255, verbose_name="地点")),
                ("participants", models.PositiveIntegerField(default=0, verbose_name="参加人次")),
                (
                    "organ",
                    models.ForeignKey(
                        help_text="办理的机构；上级机构的年度报告包括下属机构的记录。",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gongkai_catalogue.organ",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "会议和培训",
                "verbose_name_plural": "会议和培训",
                "ordering": ["-held_on", "-pk"],
                "indexes": [models.Index(fields=["held_on", "organ"], name="gongkai_activity_day")],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "remark",
                    models.CharField(
                        blank=True,
                        help_text="不要填写姓名、身份证号、电话等个人信息。",
                        max_length=255,
                        verbose_name="备注",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        help_text="同一机构内不重复，如“2025-003”。",
                        max_length=50,
                        verbose_name="登记号",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("counter", "当面"),
                            ("fax", "传真"),
                            ("network", "网络"),
                            ("letter", "信函"),
                        ],
                        max_length=20,
                        verbose_name="申请方式",
                    ),
                ),
                (
                    "applicant",
                    models.CharField(
                        choices=[
                            ("person", "自然人"),
                            ("company", "商业企业"),
                            ("research", "科研机构"),
                            ("charity", "社会公益组织"),
                            ("legal", "法律服务机构"),
                            ("other", "其他"),
                        ],
                        help_text="只登记类别，不填写姓名、名称和联系方式。",
                        max_length=20,
                        verbose_name="申请人类别",
                    ),
                ),
                (
                    "received_on",
                    models.DateField(
                        help_text="当面提交的为提交之日，邮寄的为签收之日，网络和传真的为双方确认之日（条例第三十一条）。",
                        verbose_name="收到之日",
                    ),
                ),
                (
                    "is_extended",
                    models.BooleanField(
                        default=False,
                        help_text="经机构负责人同意并告知申请人，延长不超过20个工作日（条例第三十三条）。",
                        verbose_name="延期答复",
                    ),
                ),
                (
                    "due_on",
                    models.DateField(
                        blank=True,
                        help_text="留空则自收到之日起按20个工作日计算，延期的按40个工作日；补正、征求意见等不计入期限的，请填写顺延后的日期。",
                        null=True,
                        verbose_name="答复期限",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "（一）予以公开"),
                            ("partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
                            (
                                "（三）不予公开",
                                [
                                    ("secret", "1.属于国家秘密"),
                                    ("forbidden", "2.其他法律行政法规禁止公开"),
                                    ("endangering", "3.危及“三安全一稳定”"),
                                    ("third_party", "4.保护第三方合法权益"),
                                    ("internal", "5.属于三类内部事务信息"),
                                    ("process", "6.属于四类过程性信息"),
                                    ("enforcement", "7.属于行政执法案卷"),
                                    ("enquiry", "8.属于行政查询事项"),
                                ],
                            ),
                            (
                                "（四）无法提供",
                                [
                                    ("not_held", "1.本机关不掌握相关政府信息"),
                                    ("needs_making", "2.没有现成信息需要另行制作"),
                                    ("unclear", "3.补正后申请内容仍不明确"),
                                ],
                            ),
                            (
                                "（五）不予处理",
                                [
                                    ("petition", "1.信访举报投诉类申请"),
                                    ("repeated", "2.重复申请"),
                                    ("publication", "3.要求提供公开出版物"),
                                    ("excessive", "4.无正当理由大量反复申请"),
                                    ("confirmation", "5.要求行政机关确认或重新出具已获取信息"),
                                ],
                            ),
                            (
                                "（六）其他处理",
                                [
                                    (
                                        "not_corrected",
                                        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                                    ),
                                    (
                                        "unpaid",
                                        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
                                    ),
                                    ("other", "3.其他"),
                                ],
                            ),
                            ("other_handling", "（六）其他处理（2019、2020年格式，不分情形）"),
                        ],
                        help_text="年度报告表三的项目；尚未办结的留空。",
                        max_length=20,
                        verbose_name="办理结果",
                    ),
                ),
                (
                    "finished_on",
                    models.DateField(
                        blank=True,
                        help_text="答复或者作出处理之日；尚未办结的留空。",
                        null=True,
                        verbose_name="办结日期",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        help_text="办理的机构；上级机构的年度报告包括下属机构的记录。",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gongkai_catalogue.organ",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "依申请公开",
                "verbose_name_plural": "依申请公开",
                "ordering": ["-received_on", "-pk"],
                "indexes": [
                    models.Index(fields=["received_on", "organ"], name="gongkai_application_day"),
                    models.Index(fields=["finished_on"], name="gongkai_application_end"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organ", "number"),
                        name="gongkai_application_number",
                        violation_error_message="这个机构已有相同登记号的申请，请核对登记号。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_on", None), ("result", "")),
                            models.Q(
                                models.Q(("result", ""), _negated=True),
                                ("finished_on__isnull", False),
                                ("finished_on__gte", models.F("received_on")),
                            ),
                            _connector="OR",
                        ),
                        name="gongkai_application_finished",
                        violation_error_message="办理结果和办结日期应当一并填写。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Charge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "remark",
                    models.CharField(
                        blank=True,
                        help_text="不要填写姓名、身份证号、电话等个人信息。",
                        max_length=255,
                        verbose_name="备注",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("administrative", "行政事业性收费"),
                            ("processing", "信息处理费"),
                        ],
                        max_length=20,
                        verbose_name="种类",
                    ),
                ),
                (
                    "charged_on",
                    models.DateField(help_text="成批登记的，不要跨年度。", verbose_name="收费日期"),
                ),
                ("item", models.CharField(max_length=255, verbose_name="收费项目")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="单位为元；年度报告的表中自动换算为万元。",
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(0, "金额不能小于0。")],
                        verbose_name="金额（元）",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        help_text="办理的机构；上级机构的年度报告包括下属机构的记录。",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gongkai_catalogue.organ",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "收费",
                "verbose_name_plural": "收费",
                "ordering": ["-charged_on", "-pk"],
                "indexes": [
                    models.Index(fields=["charged_on", "organ"], name="gongkai_charge_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "remark",
                    models.CharField(
                        blank=True,
                        help_text="不要填写姓名、身份证号、电话等个人信息。",
                        max_length=255,
                        verbose_name="备注",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("licence", "行政许可"),
                            ("penalty", "行政处罚"),
                            ("coercion", "行政强制"),
                        ],
                        max_length=20,
                        verbose_name="种类",
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(
                        help_text="成批登记的，填写这一批最后一件的日期，不要跨年度。",
                        verbose_name="决定日期",
                    ),
                ),
                (
                    "matter",
                    models.CharField(
                        help_text="如“林木采伐许可”。", max_length=255, verbose_name="事项"
                    ),
                ),
                (
                    "quantity",
                    models.PositiveIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(
                                1, "件数至少为1；没有的不登记，在“台账确认”中确认。"
                            )
                        ],
                        verbose_name="件数",
                    ),
                ),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=100, verbose_name="文号"),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        help_text="办理的机构；上级机构的年度报告包括下属机构的记录。",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gongkai_catalogue.organ",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "行政行为",
                "verbose_name_plural": "行政行为",
                "ordering": ["-decided_on", "-pk"],
                "indexes": [
                    models.Index(fields=["decided_on", "organ"], name="gongkai_decision_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "remark",
                    models.CharField(
                        blank=True,
                        help_text="不要填写姓名、身份证号、电话等个人信息。",
                        max_length=255,
                        verbose_name="备注",
                    ),
                ),
                (
                    "block",
                    models.CharField(
                        choices=[
                            ("reconsideration", "行政复议"),
                            ("lawsuit", "行政诉讼（未经复议直接起诉）"),
                            ("appeal", "行政诉讼（复议后起诉）"),
                        ],
                        max_length=20,
                        verbose_name="种类",
                    ),
                ),
                ("accepted_on", models.DateField(verbose_name="受理日期")),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="只填案号，不写当事人。",
                        max_length=100,
                        verbose_name="案号",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "结果维持"),
                            ("corrected", "结果纠正"),
                            ("other", "其他结果"),
                        ],
                        help_text="尚未审结的留空。",
                        max_length=20,
                        verbose_name="结果",
                    ),
                ),
                (
                    "concluded_on",
                    models.DateField(
                        blank=True, help_text="尚未审结的留空。", null=True, verbose_name="审结日期"
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        help_text="办理的机构；上级机构的年度报告包括下属机构的记录。",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gongkai_catalogue.organ",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "复议诉讼",
                "verbose_name_plural": "复议诉讼",
                "ordering": ["-accepted_on", "-pk"],
                "indexes": [
                    models.Index(fields=["accepted_on", "organ"], name="gongkai_dispute_day")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("concluded_on", None), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("concluded_on__isnull", False),
                                ("concluded_on__gte", models.F("accepted_on")),
                            ),
                            _connector="OR",
                        ),
                        name="gongkai_dispute_concluded",
                        violation_error_message="结果和审结日期应当一并填写。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "remark",
                    models.CharField(
                        blank=True,
                        help_text="不要填写姓名、身份证号、电话等个人信息。",
                        max_length=255,
                        verbose_name="备注",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mailbox", "领导信箱"),
                            ("consultation", "在线咨询"),
                            ("complaint", "监督投诉"),
                        ],
                        max_length=20,
                        verbose_name="种类",
                    ),
                ),
                (
                    "received_on",
                    models.DateField(help_text="成批登记的，不要跨年度。", verbose_name="收到日期"),
                ),
                (
                    "replied_on",
                    models.DateField(
                        blank=True,
                        help_text="成批登记的，填写全部答复完毕的日期；尚未答复的留空。",
                        null=True,
                        verbose_name="答复日期",
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True,
                        help_text="不要填写姓名、身份证号、电话等个人信息。",
                        max_length=255,
                        verbose_name="主题",
                    ),
                ),
                (
                    "quantity",
                    models.PositiveIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(
                                1, "件数至少为1；没有的不登记，在“台账确认”中确认。"
                            )
                        ],
                        verbose_name="件数",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        help_text="办理的机构；上级机构的年度报告包括下属机构的记录。",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gongkai_catalogue.organ",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "留言",
                "verbose_name_plural": "留言",
                "ordering": ["-received_on", "-pk"],
                "indexes": [
                    models.Index(fields=["received_on", "organ"], name="gongkai_message_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2999),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "register",
                    models.CharField(
                        choices=[
                            ("decisions", "行政行为"),
                            ("charges", "收费"),
                            ("applications", "依申请公开"),
                            ("disputes", "复议诉讼"),
                            ("messages", "留言"),
                            ("activities", "会议和培训"),
                        ],
                        max_length=20,
                        verbose_name="台账",
                    ),
                ),
                (
                    "row_count",
                    models.PositiveIntegerField(default=0, verbose_name="确认时的记录数"),
                ),
                ("confirmed_at", models.DateTimeField(verbose_name="确认时间")),
                ("remark", models.CharField(blank=True, max_length=255, verbose_name="说明")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gongkai_catalogue.organ",
                        verbose_name="机构",
                    ),
                ),
            ],
            options={
                "verbose_name": "台账确认",
                "verbose_name_plural": "台账确认",
                "ordering": ["-year", "organ", "register"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organ", "year", "register"),
                        name="gongkai_register_confirmation",
                        violation_error_message="这个年度的这本台账已经确认过。",
                    )
                ],
            },
        ),
    ]
