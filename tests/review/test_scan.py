"""What the scanner says of one number, one mark, one address; rule by rule."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.scan import KINDS, Finding, mask, register, registry, scan_text
from review.scan.identity import check_digit, is_former_id, is_resident_id
from review.scan.numbers import is_luhn
from review.scan.page import Page
from review.scan.people import is_name
from tests.factories.scan import People, full_width, with_check_digit, with_luhn

pytestmark = pytest.mark.once


def found(text, kind=None):
    """Texts of the findings of a kind, or of all measured ones with their kinds."""
    findings = scan_text(text)
    if kind:
        return [each.text for each in findings if each.kind == kind]
    return [(each.kind, each.text) for each in findings if each.kind in KINDS[:10]]


# The example of GB 11643-1999, annex A, and others with their check digits by hand.
@pytest.mark.parametrize(
    ("number", "is_right"),
    [
        ("11010519491231002X", True),
        ("440524188001010014", False),  # born before 1900
        ("11010519491231002x", True),
        ("110105194912310021", False),  # another check digit
        ("110105194902310028", False),  # the 31st of February
        ("11010519491331002X", False),  # the thirteenth month
        ("810000199408230021", True),  # residence permit of somebody from Hong Kong
    ],
)
def test_a_resident_number_has_a_birthday_and_its_check_digit(number, is_right):
    assert is_resident_id(number) is is_right


def test_nobody_is_born_tomorrow():
    tomorrow = date.today() + timedelta(days=1)
    number = with_check_digit(f"330281{tomorrow:%Y%m%d}123")
    assert not is_resident_id(number)
    assert is_resident_id(with_check_digit(f"330281{date.today():%Y%m%d}123"))


@pytest.mark.parametrize(
    "text",
    [
        "身份证号11010519491231002X",
        "身份证号１１０１０５１９４９１２３１００２Ｘ",
        "1101 0519 4912 3100 2X",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "1101051949\n1231002X",
        "\t".join("11010519491231002X"),
        "|".join("11010519491231002X"),
        "\n".join("11010519491231002X"),
        "110105\u200b19491231002X",
        "张三11010519491231002X男",
        "11010519491231002×",
    ],
)
def test_a_resident_number_is_found_however_it_is_divided(text):
    (finding,) = [each for each in scan_text(text) if each.kind == "resident_id"]
    assert finding.normal == "11010519491231002X"
    assert text[finding.start : finding.end] == finding.text


@pytest.mark.parametrize(
    "text",
    [
        "1101051949****002X",
        "110105********002X",
        "统一社会信用代码：11010519491231002X",
        "911101051949123100",
        "1101051949123100",
        "流水号2019110105194912310021",
        "000014349/2019-00007",
    ],
)
def test_what_is_no_resident_number_is_not_found(text):
    assert found(text, "resident_id") == []


def test_numbers_that_ran_into_each_other_are_told_apart():
    text = "11010519491231002X13800138000".replace("X", "")
    assert found(text) == []
    first, second = with_check_digit("33028119680415231"), "13800138000"
    assert is_resident_id(first)
    assert found(first + second, "resident_id") == [first]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("身份证号130503670401001", True),
        ("姓名\t身份证号码\n王五\t130503670401001", True),
        ("130503670401001", True),
        ("营业执照注册号130503670401001", False),
        ("身份证号130503671301001", False),  # the thirteenth month
        ("准考证号：130503190401001", False),
        ("990503670401001", False),  # no such province
    ],
)
def test_a_former_number_of_fifteen_digits_needs_words_or_a_place_of_its_own(text, is_one):
    assert bool(found(text, "resident_id")) is is_one
    assert is_former_id("130503670401001")


@pytest.mark.parametrize(
    "text",
    [
        "13800138000", "138-0013-8000", "138 0013 8000", "+8613800138000", "+86 138 0013 8000",
        "0086-13800138000", "（86）13800138000", "１３８００１３８０００", "手机1380013\n8000",
        "手机\t" + "\t".join("13800138000"), "张伟13800138000", "Tel:13800138000", "8613800138000",
    ],
)  # fmt: skip
def test_a_mobile_number_is_found_however_it_is_written(text):
    (finding,) = [each for each in scan_text(text) if each.kind == "mobile"]
    assert finding.normal.endswith("13800138000")


@pytest.mark.parametrize(
    "text",
    [
        "12345", "110", "400-800-1234", "值班手机：13800138000", "24小时值班电话13800138000",
        "总投资13800138000元", "订单号13800138000", "138001380001", "12800138000", "138****8000",
        "1380 0138 000户", "http://a.cn/13800138000.html", "13800138000.50", "户数1380\t1380\t138",
    ],
)  # fmt: skip
def test_a_number_of_an_office_or_of_something_else_is_no_mobile_number(text):
    assert found(text, "mobile") == []


@pytest.mark.parametrize(
    ("text", "is_personal"),
    [
        ("家庭电话：0574-62123456", True),
        ("宅电62123456", True),
        ("住宅电话（0574）6212 3456", True),
        ("户主张建国，联系电话：0574-62123456", True),
        ("姓名\t联系电话\n张建国\t62123456", True),
        ("姓名\t科室\t联系电话\n张建国\t财政所\t62123456", False),
        ("联系人：张建国，联系电话：0574-62123456", False),
        ("咨询电话：0574-62123456", False),
        ("余姚市民政局0574-62123456", False),
        ("村民反映，咨询电话0574-62123456", False),
        ("传真：0574-62123456", False),
        ("办件62123456件", False),
    ],
)
def test_a_landline_is_personal_by_what_stands_beside_it(text, is_personal):
    assert bool(found(text, "landline")) is is_personal


@pytest.mark.parametrize(
    ("text", "is_card"),
    [
        (with_luhn("622202123456789012"), True),
        ("卡号：" + with_luhn("455123456789012"), True),
        ("卡号 6222 0212 3456 7890 " + with_luhn("622202123456789012")[16:], True),
        (with_luhn("455123456789012"), False),  # nothing speaks of a card
        ("卡号：" + "6222021234567890123", False),
        ("卡号：6222021234567890", False),  # wrong check digit
        ("卡号：" + with_luhn("112202123456789012"), False),  # no issuer
        ("合同编号：" + with_luhn("622202123456789012"), False),
        ("余姚市财政局专户，账号：" + with_luhn("622202123456789012"), False),
        ("6222****1234", False),
    ],
)
def test_a_card_has_an_issuer_a_check_digit_and_words(text, is_card):
    assert bool(found(text, "bank_card")) is is_card


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("护照E12345678", "passport"),
        ("EA1234567", "passport"),
        ("护照号：G12345678", "passport"),
        ("公务护照 PE1234567", "passport"),
        ("Passport No. 561234567", "passport"),
        ("姓名\t护照号码\n李明\tD12345678", "passport"),
        ("批号E20190412", None),
        ("项目编号E12345678", None),
        ("D12345678", None),
        ("通行证H12345678", "travel_permit"),
        ("回乡证：M1234567801", "travel_permit"),
        ("往来港澳通行证CA1234567", "travel_permit"),
        ("台胞证12345678", "travel_permit"),
        ("国药准字H20123456", None),
        ("H12345678", None),
    ],
)
def test_documents_for_travel_have_their_form_and_their_words(text, kind):
    assert [each[0] for each in found(text)] == ([kind] if kind else [])


@pytest.mark.parametrize(
    "plate",
    [
        "浙B12345", "浙B·12345", "浙 B·1234Q", "浙BD12345", "浙B12345F", "浙B1234学", "浙B0123警",
        "浙B1234挂", "粤Z1234港", "粤Z1234澳", "京·12345应急",
    ],
)  # fmt: skip
def test_plates_of_all_kinds_are_found(plate):
    assert found(f"车牌：{plate}", "vehicle_plate") == [plate]


@pytest.mark.parametrize(
    "text", ["浙B〔2019〕12号", "最新B12345", "浙J201-2019", "浙政发12345", "浙BDEFGH"]
)
def test_numbers_of_papers_are_no_plates(text):
    assert found(text, "vehicle_plate") == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("家住余姚市泗门镇小路下村3组12号。", "余姚市泗门镇小路下村3组12号"),
        ("户籍地：浙江省余姚市马渚镇青山村大岙15号", "浙江省余姚市马渚镇青山村大岙15号"),
        ("张伟，男，汉族，住阳光花园3-2-501。", "阳光花园3-2-501"),
        ("姓名\t住址\n张伟\t湖北村东河沿8号", "湖北村东河沿8号"),
        ("张伟，女，余姚市兰江街道富巷新村25幢402室", "余姚市兰江街道富巷新村25幢402室"),
        ("1 张伟 余姚市泗门镇小\n路下村3组12号", "余姚市泗门镇小\n路下村3组12号"),
        ("被征收人张伟，房屋坐落：虹桥新村31幢104室", "虹桥新村31幢104室"),
    ],
)
def test_a_home_is_found_down_to_its_number(text, address):
    assert found(text, "address") == [address]


@pytest.mark.parametrize(
    "text",
    [
        "地址：余姚市泗门镇光明路89号",
        "办公地址：余姚市南雷南路388号4号楼",
        "当事人：余姚市某某厂，住所：泗门镇光明路12号",
        "家住余姚市泗门镇",
        "中山路（南雷路至阳明路12号）施工",
        "单位名称\t地址\n泗门镇中心小学\t光明路12号",
        "农村村民一户只能拥有一处宅基地",
        "住建局3号窗口",
        "根据余政发〔2019〕12号文件",
    ],
)
def test_offices_companies_and_roads_are_no_homes(text):
    assert found(text, "address") == []


@pytest.mark.parametrize(
    ("text", "is_personal"),
    [
        ("邮箱：zhangwei85@163.com", True),
        ("lifang@ｑｑ．ｃｏｍ", True),
        ("李芳，12345678@12\n6.com", True),
        ("姓名\t邮箱\n李芳\tlifang@nbu.edu.cn", True),
        ("邮箱：xxgk@yuyao.gov.cn", False),
        ("意见请发送至yyfgw@163.com", False),
        ("举报邮箱：zhangwei85@163.com", False),
        ("余姚市教育局，邮箱yyjyj@163.com", False),
        ("info@nbhw.com", False),
    ],
)
def test_mail_is_personal_by_host_and_by_words(text, is_personal):
    assert bool(found(text, "email")) is is_personal


@pytest.mark.parametrize(
    "text",
    [
        "绝密★", "机密★20年", "秘密★长期", "秘　密★１０年", "机密☆6个月", "机　密", "密级：秘密",
        "【机密】", "内部资料", "内部资料　注意保存", "（此件不予公开）", "公开属性：不予公开",
        "仅供内部使用", "绝密★启用前", "此件不公开", "注意保存",
    ],
)  # fmt: skip
def test_marks_of_secrecy_are_found(text):
    assert len(found(text, "secrecy_mark")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "保守国家秘密是公民的义务", "分为绝密、机密、秘密三级", "涉及商业秘密的不予公开",
        "泄露机密的", "《保守国家秘密法》", "可以不予公开", "（三）不予公开\t1.属于国家秘密\t0",
        "此件公开发布", "公开属性：依申请公开", "密级：无", "内部资料性出版物管理办法",
    ],
)  # fmt: skip
def test_the_same_words_in_a_sentence_are_no_marks(text):
    assert found(text, "secrecy_mark") == []


def test_names_beside_numbers_and_words_of_illness_and_age_beside_names():
    assert found("张建国（身份证号11010519491231002X）", "name_with_id") == ["张建国"]
    assert found("给予临时救助，身份证号11010519491231002X", "name_with_id") == []
    row = "姓名\t身份证\t病情\n李秀英\t11010519491231002X\t肢体残疾二级"
    assert found(row, "name_with_id") == ["李秀英"]
    assert found(row, "medical") == ["肢体残疾二级"]
    assert found("姓名：余可欣，三年级（2）班", "minor") == ["三年级（2）班"]
    assert found("肢体残疾二级补助标准为每月300元", "medical") == []
    assert found("未成年人保护工作方案", "minor") == []


@pytest.mark.parametrize(
    "text", ["单位", "金额", "时间", "关于", "合计", "余姚市", "小路下村", "王店镇"]
)
def test_words_are_no_names(text):
    assert not is_name(text)


@pytest.mark.parametrize("text", ["张伟", "诸葛思远", "欧阳锋", "买买提·艾力", "黄金花"])
def test_names_are_names(text):
    assert is_name(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("11010519491231002X", "1101**********002X"),
        ("身份证130503670401001", "1305********001"),
        ("+86 138-0013-8000", "138****8000"),
        ("宅电0574-62123456", "0574-******56"),
        ("卡号6222021234567890128", "6222***********0128"),
        ("护照E12345678", "E1*****78"),
        ("车牌浙B·12345", "浙B****5"),
        ("邮箱：zhangwei85@163.com", "zh********@163.com"),
        ("家住泗门镇小路下村3组12号", "泗门镇小路下村*组**号"),
        ("机密★20年", "机密★20年"),
    ],
)
def test_what_may_be_shown_of_a_finding(text, masked):
    (finding,) = [each for each in scan_text(text) if each.kind in KINDS[:10]]
    assert mask(finding) == masked


@pytest.mark.parametrize("kind", KINDS)
def test_a_mask_shows_nothing_whole(kind):
    for normal in ("1", "12", "123", "1234567", "张三"):
        shown = mask(Finding(kind, 0, len(normal), normal, normal))
        assert kind == "secrecy_mark" or "*" in shown


def test_a_county_adds_a_detector_of_its_own(monkeypatch):
    monkeypatch.setattr(registry, "_detectors", list(registry._detectors))

    @register
    def find_pensions(page: Page):
        for match in re.finditer("YLJ[0-9]{6}", page.flat):
            yield page.finding("pension", *match.span())

    register(find_pensions)
    assert [each[:3] for each in scan_text("养老金ＹＬＪ１２３４５６")] == [("pension", 3, 12)]


def test_findings_come_in_order_and_one_number_has_one_kind():
    text = "手机13800138000，邮箱13800138000@163.com，身份证11010519491231002X"
    assert [kind for kind, _text in found(text)] == ["mobile", "email", "resident_id"]
    starts = [each.start for each in scan_text(text)]
    assert starts == sorted(starts)


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(0, 999))
def test_every_check_digit_is_of_eleven_and_one_wrong_digit_is_noticed(day, number):
    digits = f"330281{day:%Y%m%d}{number:03}"
    right = with_check_digit(digits)
    assert right[-1] == check_digit(right)
    assert sum(is_resident_id(digits + last) for last in "0123456789X") == 1


@given(st.text("0123456789", min_size=15, max_size=18))
def test_one_check_digit_of_ten_is_right_for_a_card(digits):
    assert sum(is_luhn(digits + last) for last in "0123456789") == 1


GAPS = st.sampled_from(["", " ", "\u3000", "-", "\n", "\t", " | ", "\r\n", "\u200b"])


@given(st.integers(), st.lists(st.integers(1, 17), max_size=4), GAPS, st.booleans())
def test_any_resident_number_is_found_in_any_width_and_division(seed, cuts, gap, is_wide):
    number = People(seed).resident_id()
    pieces = [number[i:j] for i, j in zip([0, *sorted(cuts)], [*sorted(cuts), 18], strict=True)]
    written = gap.join(filter(None, pieces))
    text = f"身份证号：{full_width(written) if is_wide else written}。"
    (finding,) = [each for each in scan_text(text) if each.kind == "resident_id"]
    assert finding.normal == number
    assert text[finding.start : finding.end] == finding.text
    assert finding.end == len(text) - 1


@given(st.integers(), st.sampled_from(["", "-", " ", "　"]), st.booleans())
def test_any_mobile_and_any_card_is_found(seed, gap, is_wide):
    people = People(seed)
    mobile, card = people.mobile(), people.bank_card()
    grouped = gap.join((mobile[:3], mobile[3:7], mobile[7:]))
    text = f"手机{grouped}，银行卡号{gap.join(card[at : at + 4] for at in range(0, 19, 4))}"
    if is_wide:
        text = full_width(text)
    kinds = {each.kind: each.normal for each in scan_text(text)}
    assert kinds == {"mobile": mobile, "bank_card": card}


TEXTS = st.text(
    st.sampled_from(
        "0123456789Xx １２\n\t|-·.@*★()（）:：,，。张建国男住址身份证号电话手机"
        "余姚市泗门镇村组路弄幢室绝机秘密内部资料不予公开浙BEHac"
    )
)


@settings(max_examples=400)
@given(TEXTS | st.text())
def test_no_text_is_too_strange_and_places_are_right(text):
    for finding in scan_text(text):
        assert text[finding.start : finding.end] == finding.text
        assert finding.normal
        assert mask(finding)
