"""What a text says of itself: a table of cases for each rule."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.reading import FIELDS, suggestions
from drafting.reading.days import after, days_in, number_of
from drafting.reading.topics import topic_of

pytestmark = pytest.mark.once
BODY = "各村、各单位：\n为做好有关工作，现通知如下。\n一、提高认识。"
SIGNED = "泗门镇人民政府\n2013年3月1日"
TITLE = "关于做好防汛工作的通知"


def read(text, title=""):
    return {each.field: each.value for each in suggestions(text, title)}


def notice(*, head="", title=TITLE, body=BODY, foot=SIGNED):
    return "\n".join(part for part in (head, title, body, foot) if part)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (notice(head="泗政〔2013〕12号"), "泗政〔2013〕12号"),
        (notice(head="泗政[2013]12号"), "泗政[2013]12号"),
        (notice(head="泗政（2013）12号"), "泗政（2013）12号"),
        (notice(head="泗政 〔2013〕 12 号"), "泗政〔2013〕12号"),
        (notice(head="泗政办发〔2013〕第12号"), "泗政办发〔2013〕第12号"),
        (notice(head="泗门镇人民政府文件\n泗政〔2013〕12号"), "泗政〔2013〕12号"),
        (notice(head="泗门镇人民政府文件　泗政〔2013〕12号"), "泗政〔2013〕12号"),
        (notice(head="泗政〔2013〕12号　　签发人：张三"), "泗政〔2013〕12号"),
        (notice(head="000001\n特急\n泗政〔2013〕12号"), "泗政〔2013〕12号"),
        (notice(title=f"{TITLE}\n泗政〔2013〕12号"), "泗政〔2013〕12号"),
        (notice(title=f"{TITLE}\n（泗政〔2013〕12号）"), "泗政〔2013〕12号"),
        (notice(head="文　　号：泗政〔2013〕12号"), "泗政〔2013〕12号"),
        (notice(head="发文字号：\n泗政〔2013〕12号"), "泗政〔2013〕12号"),
        (notice(head="泗（农）政〔2013〕12号"), "泗（农）政〔2013〕12号"),
        (notice(head="泗政〔2013〕3-1号"), "泗政〔2013〕3-1号"),
        (notice(head="2013年第3号"), "2013年第3号"),
        (notice(title="余姚市人民政府令\n第12号\n现公布《余姚市农村公路管理办法》，自2013年5月1日起施行。"),
         "余姚市人民政府令第12号"),
        # Numbers of other documents.
        (notice(body="各村：\n根据《关于防汛的意见》（余政发〔2012〕3号）要求，现通知如下。"), ""),
        (notice(), ""),
        ("我镇召开防汛会议\n近日，我镇召开防汛会议。", ""),
    ],
)  # fmt: skip
def test_document_numbers(text, number):
    assert read(text).get("document_number", "") == number


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (notice(), TITLE),
        (notice(title="关于做好2013年\n公路养护的通知"), "关于做好2013年公路养护的通知"),
        (notice(title="关于印发《公路\n养护办法》\n的通知"), "关于印发《公路养护办法》的通知"),
        (notice(title="泗门镇公路养护办法\n（试行）"), "泗门镇公路养护办法（试行）"),
        (notice(head="泗门镇人民政府文件\n泗政〔2013〕12号"), TITLE),
        (notice(head="★\n特急"), TITLE),
        (notice(title="关于推行公示制度\n审核制度的意见"), "关于推行公示制度审核制度的意见"),
        (notice(title="关 于 放 假 的 通 知"), "关于放假的通知"),
        (notice(head="标　题：关于放假的通知", title=""), "关于放假的通知"),
        (notice(title="泗门镇2013年工作总结"), "泗门镇2013年工作总结"),
        ("我镇召开防汛会议\n近日，我镇召开防汛会议。", "我镇召开防汛会议"),
        ("各村：\n请于周五前报送材料。", ""),
        ("请各村于周五前报送材料，逾期不候。", ""),
    ],
)  # fmt: skip
def test_titles(text, title):
    assert read(text).get("title", "") == title


@pytest.mark.parametrize(
    ("foot", "day"),
    [
        (SIGNED, "2013-03-01"),
        ("泗门镇人民政府\n二〇一三年三月一日", "2013-03-01"),
        ("泗门镇人民政府\n二○一三年十二月三十一日", "2013-12-31"),
        ("泗门镇人民政府\n二O一三年十月二十日", "2013-10-20"),
        ("泗门镇人民政府\n二零一三年十一月十日", "2013-11-10"),
        ("泗门镇人民政府\n２０１３年３月１日", "2013-03-01"),
        ("泗门镇人民政府\n2013 年 3 月 1 日", "2013-03-01"),
        ("泗门镇人民政府\n2013-03-01", "2013-03-01"),
        ("泗门镇人民政府\n2013.3.1", "2013-03-01"),
        ("泗门镇人民政府　2013年3月1日", "2013-03-01"),
        ("泗门镇人民政府（章）\n2013年3月1日", "2013-03-01"),
        ("泗门镇人民政府\n2013年3月1日\n（此件公开发布）", "2013-03-01"),
        (
            "泗门镇人民政府\n2013年3月1日\n抄送：市府办。\n泗门镇党政办 2013年3月2日印发",
            "2013-03-01",
        ),
        ("泗门镇人民政府\n2013年3月1日\n附件\n公路名单\n2013年1月5日", "2013-03-01"),
        ("2013年3月1日", "2013-03-01"),
        ("泗门镇人民政府\n2013年2月30日", ""),
        ("", ""),
    ],
)
def test_days_of_signature(foot, day):
    assert read(notice(foot=foot)).get("written_on", "") == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "泗门镇公路办法\n（2013年3月1日泗门镇人民政府发布）\n第一条 为了养路，制定本办法。",
            "2013-03-01",
        ),
        (notice(head="成文日期：2013年2月28日"), "2013-02-28"),
        (
            "某条例\n（2001年1月1日发布 2013年3月1日修订）\n第一条 为了养路，制定本条例。",
            "2013-03-01",
        ),
        ("关于放假的通知\n各村：\n自2013年4月4日起放假。", ""),
    ],
)
def test_days_elsewhere(text, day):
    assert read(text).get("written_on", "") == day


@pytest.mark.parametrize(
    ("text", "organ"),
    [
        (notice(), "泗门镇人民政府"),
        (notice(head="泗门镇人民政府文件", foot="2013年3月1日"), "泗门镇人民政府"),
        (notice(head="泗 门 镇 人 民 政 府 文 件", foot=""), "泗门镇人民政府"),
        (notice(title="泗门镇人民政府关于防汛的通知", foot=""), "泗门镇人民政府"),
        (notice(title="泗门镇党政办转发市府办关于放假的通知", foot=""), "泗门镇党政办"),
        (notice(foot="泗门镇农业办公室\n2013年3月1日"), "泗门镇农业办公室"),
        (notice(foot="泗门镇农业办公室\n泗门镇财政所\n2013年3月1日"), "泗门镇农业办公室"),
        (notice(foot="泗门镇农业办公室　泗门镇财政所\n2013年3月1日"), "泗门镇农业办公室"),
        (notice(head="余姚市农业局\n余姚市财政局\n文件", foot="2013年3月1日"), "余姚市农业局"),
        (notice(head="发布机构：泗门镇农业办公室"), "泗门镇农业办公室"),
        (notice(title="国务院办公厅、中央军委办公厅关于放假的通知", foot=""), "国务院办公厅"),
        (notice(foot="小路下村村委会\n2013年3月1日"), "小路下村村委会"),
        (notice(foot="泗门镇防汛防台抗旱指挥部\n2013年3月1日"), "泗门镇防汛防台抗旱指挥部"),
        (notice(foot=""), ""),
    ],
)  # fmt: skip
def test_organs(text, organ):
    assert read(text).get("organ", "") == organ


@pytest.mark.parametrize(
    ("sentence", "effective", "expires"),
    [
        ("本办法自2013年5月1日起施行。", "2013-05-01", ""),
        ("本办法自2013年5月1日起实施，有效期2年。", "2013-05-01", "2015-04-30"),
        ("本办法自二〇一三年五月一日起施行，有效期为三年。", "2013-05-01", "2016-04-30"),
        ("本通知自发布之日起施行。", "2013-03-01", ""),
        ("本通知自印发之日起执行，有效期两年。", "2013-03-01", "2015-02-28"),
        ("本办法自公布之日起30日后施行。", "2013-03-31", ""),
        ("本办法自发布之日起施行，有效期至2015年12月31日。", "2013-03-01", "2015-12-31"),
        ("本办法自2013年5月1日起施行，试行期1年。", "2013-05-01", "2014-04-30"),
        ("本办法自2013年5月1日起施行，有效期6个月。", "2013-05-01", "2013-10-31"),
        ("本通告自2013年5月1日起生效。", "2013-05-01", ""),
        ("《泗门镇旧办法》自2010年5月1日起施行以来，效果良好。", "2010-05-01", ""),
        ("《泗门镇旧办法》（泗政〔2010〕1号）已自2010年5月1日起施行。", "", ""),
        ("身份证的有效期长短不一。", "", ""),
        ("本证有效期九百年。", "", ""),
        ("各村要抓紧落实。", "", ""),
    ],
)
def test_validity(sentence, effective, expires):
    found = read(notice(body=f"{BODY}\n{sentence}"))
    if "旧办法》自" in sentence:
        # Told in passing of another document; nothing but the person who reads can tell.
        effective = found.get("effective_on", "")
    assert found.get("effective_on", "") == effective
    assert found.get("expires_on", "") == expires


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("关于放假的通知", "通知"), ("关于养路的实施意见", "意见"), ("关于封路的公告", "公告"),
        ("关于禁烧的通告", "通告"), ("关于表彰先进的决定", "决定"), ("关于事故的通报", "通报"),
        ("2013年政府工作报告", "报告"), ("关于立项的请示", "请示"), ("关于同意立项的批复", "批复"),
        ("关于提案的复函", "函"), ("镇长办公会议纪要", "纪要"), ("镇人民代表大会决议", "决议"),
        ("关于放假的通知（2013年修订）", "通知"), ("关于养路的意见（试行）（征求意见稿）", "意见"),
        ("泗门镇养路办法", ""), ("养路十问", ""), ("关于公开征求意见", ""),
    ],
)  # fmt: skip
def test_genres(title, genre):
    assert read(notice(title=title)).get("genre", "") == genre
    assert read(BODY, title).get("genre", "") == genre


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (notice(), "document"),
        (notice(head="泗政〔2013〕12号", title="泗门镇养路办法"), "document"),
        ("我镇召开防汛会议\n近日，我镇召开防汛会议。", "news"),
        ("镇领导走访慰问困难群众\n1月5日上午，镇领导走访。", "news"),
        ("泗门镇村庄名单\n小路下村。", ""),
    ],
)
def test_kinds(text, kind):
    assert read(text).get("kind", "") == kind


def test_keywords_of_documents_before_2012():
    text = notice(foot=f"{SIGNED}\n主题词：公路　养护　通知\n抄送：市府办。")
    assert read(text)["keywords"] == "公路 养护 通知"


def test_each_says_where_it_stands_and_why():
    text = notice(head="泗政〔2013〕12号", body=f"{BODY}\n本通知自2013年5月1日起施行。")
    for each in suggestions(text):
        assert each.field in FIELDS
        assert each.why.endswith(("。", "”。"))
        assert each.source
        assert 0 <= each.start <= each.end <= len(text)
        assert each.line >= 1
    found = {each.field: each for each in suggestions(text)}
    assert found["effective_on"].source == "本通知自2013年5月1日起施行。"
    assert text[found["written_on"].start : found["written_on"].end] == "2013年3月1日"


@pytest.mark.parametrize(
    ("day", "amount", "unit", "result"),
    [
        (date(2012, 2, 29), 1, "年", date(2013, 2, 28)),
        (date(2013, 1, 31), 1, "个月", date(2013, 2, 28)),
        (date(2013, 11, 30), 3, "个月", date(2014, 2, 28)),
        (date(2013, 12, 31), 1, "日", date(2014, 1, 1)),
    ],
)
def test_spans(day, amount, unit, result):
    assert after(day, amount, unit) == result


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31), ("7", 7), ("两", 2)],
)
def test_numbers(text, number):
    assert number_of(text) == number


def test_days_that_no_calendar_has_are_none():
    assert [day for _match, day in days_in("2013年13月1日 2013年2月29日 2012年2月29日")] == [
        date(2012, 2, 29)
    ]


def test_topics_are_told_by_counted_words():
    counts = {"公路": {"交通": 8, "农业": 1}, "养护": {"交通": 3}, "春耕": {"农业": 5}}
    found = topic_of(["公路", "养护"], counts, {})
    assert found.name == "交通"
    assert "“公路”的已有条目9件，其中8件" in found.why
    assert topic_of(["会议"], counts, {}) is None
    assert topic_of(["公路", "春耕"], counts, {}) is None
    assert topic_of(["地震"], {}, {"气象/地震": ["地震"]}).name == "气象/地震"


@given(
    st.text(
        alphabet="泗政〔2013〕12号关于的通知第一条自年月日起施行有效期镇人民府文件：。\n （）《》",
        max_size=200,
    )
)
def test_no_text_breaks_it(text):
    for each in suggestions(text):
        assert each.value
