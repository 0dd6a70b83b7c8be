"""Numbers, names and addresses of people who do not exist, for the scanner's tests."""

from __future__ import annotations

from random import Random

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_REGIONS = (
    "110105", "120103", "130102", "140105", "150102", "210102", "220102", "230103", "310115",
    "320502", "320219", "330102", "330106", "330203", "330281", "330282", "330127", "330421",
    "341221", "350102", "362329", "370102", "410105", "420682", "430104", "440306", "450102",
    "460105", "500112", "511023", "522426", "530102", "540102", "610113", "622201", "640104",
    "650102",
)  # fmt: skip
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文岑鲁章施褚戚谷柳"  # noqa: E501 - one word
_GIVEN = "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红玲建国志海燕波辉斌宇浩然梓涵子轩雨欣思佳琪春秋冬梅珍凤荣生根水土法友善德忠孝仁义礼信"  # noqa: E501 - one word
_TOWNS = (
    "泗门镇", "马渚镇", "牟山镇", "丈亭镇", "三七市镇", "河姆渡镇", "大隐镇", "陆埠镇", "梁弄镇",
    "大岚镇", "四明山镇", "鹿亭乡", "小曹娥镇", "黄家埠镇", "临山镇", "低塘街道", "朗霞街道",
    "阳明街道", "兰江街道", "梨洲街道", "凤山街道",
)  # fmt: skip
_VILLAGES = (
    "小路下村", "谢家路村", "楝树下村", "湖北村", "大庙周村", "后塘河村", "泗北村", "夹塘村",
    "青山村", "渔溪村", "湖山村", "裘岙村", "天中村", "十六户村", "梅园村", "回龙村", "杏山村",
)  # fmt: skip
_ROADS = (
    "世南西路", "新建路", "谭家岭东路", "阳明西路", "四明东路", "舜水南路", "光明路", "子陵路",
    "开丰路", "富巷北路", "学弄", "龙泉巷", "北滨江路", "南雷南路",
)  # fmt: skip
_ESTATES = (
    "富巷新村", "阳光花园", "四海家园", "虹桥新村", "锦绣花苑", "明珠公寓", "世纪花园", "丰乐小区",
)  # fmt: skip
_ISSUERS = (
    "622848", "621700", "622202", "621226", "623058", "622588", "621799", "622260", "436742",
    "955880", "455123", "546798", "356869", "621058",
)  # fmt: skip
_PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_PINYIN = ("zhang", "wang", "li", "liu", "chen", "yang", "zhao", "huang", "zhou", "wu", "xu", "sun")
_PINYIN_GIVEN = ("wei", "min", "jing", "lihua", "jianguo", "xiaoming", "haiyan", "yong", "tao")
_FREE_HOSTS = (
    "163.com",
    "126.com",
    "qq.com",
    "sina.com",
    "gmail.com",
    "outlook.com",
    "foxmail.com",
)


def with_check_digit(digits: str) -> str:
    """Seventeen digits with the eighteenth character of GB 11643."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def with_luhn(digits: str) -> str:
    """Digits with the check digit of ISO/IEC 7812."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 - index % 2)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


class People:
    """Whatever a list of persons says, from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def _digits(self, number: int) -> str:
        return "".join(self.random.choice("0123456789") for _ in range(number))

    def _day(self) -> str:
        r = self.random
        return f"{r.randint(1, 12):02}{r.randint(1, 28):02}"

    def name(self) -> str:
        given = self.random.sample(_GIVEN, self.random.choice((1, 2, 2, 2)))
        return self.random.choice(_SURNAMES) + "".join(given)

    def resident_id(self) -> str:
        year = self.random.randint(1931, 2014)
        number = (
            f"{self.random.choice(_REGIONS)}{year}{self._day()}{self.random.randint(1, 999):03}"
        )
        return with_check_digit(number)

    def wrong_id(self) -> str:
        """Right in all but its last character."""
        number = self.resident_id()
        last = "5" if number[-1] == "X" else str((int(number[-1]) + 3) % 10)
        return number[:-1] + last

    def former_id(self) -> str:
        year = self.random.randint(31, 90)
        return f"{self.random.choice(_REGIONS)}{year}{self._day()}{self.random.randint(1, 999):03}"

    def mobile(self) -> str:
        return f"1{self.random.choice('3456789')}{self._digits(9)}"

    def landline(self) -> str:
        area = self.random.choice(("0574", "0571", "010", "021", "0512"))
        return f"{area}-{self.random.randint(2, 8)}{self._digits(7)}"

    def local(self) -> str:
        return f"6{self._digits(7)}"

    def bank_card(self) -> str:
        issuer = self.random.choice(_ISSUERS)
        size = self.random.choice((16, 19)) if issuer[0] in "69" else 16
        return with_luhn(issuer + self._digits(size - 7))

    def wrong_card(self) -> str:
        number = self.bank_card()
        return number[:-1] + str((int(number[-1]) + 3) % 10)

    def passport(self) -> str:
        kind = self.random.choice(("E", "E", "G", "EA", "EB", "EH", "EJ"))
        return kind + self._digits(9 - len(kind))

    def travel_permit(self) -> str:
        kind = self.random.choice(("H", "M", "C", "CA", "CB", "W"))
        size = self.random.choice((9, 11)) if kind in "HM" else 9
        return kind + self._digits(size - len(kind))

    def plate(self) -> str:
        r = self.random
        head = r.choice("浙沪苏皖赣鲁豫闽粤京") + r.choice("ABCDEFGH")
        form = r.randint(0, 3)
        if form == 0:
            return f"{head}{r.choice('DF')}{self._digits(5)}"
        if form == 1:
            return f"{head}{r.choice(_PLATE_LETTERS)}{self._digits(4)}"
        if form == 2:
            return f"{head}·{self._digits(2)}{r.choice(_PLATE_LETTERS)}{self._digits(2)}"
        return f"{head}{self._digits(5)}"

    def village_address(self) -> str:
        r = self.random
        town, village = r.choice(_TOWNS), r.choice(_VILLAGES)
        group = r.choice((f"{r.randint(1, 18)}组", f"第{r.randint(1, 9)}组", ""))
        return (
            f"{r.choice(('余姚市', '浙江省余姚市', ''))}{town}{village}{group}{r.randint(1, 99)}号"
        )

    def town_address(self) -> str:
        r = self.random
        if r.random() < 0.5:
            where = f"{r.choice(_ROADS)}{r.randint(1, 300)}弄{r.randint(1, 40)}号"
        else:
            where = f"{r.choice(_ESTATES)}{r.randint(1, 60)}幢"
        room = r.choice((f"{r.randint(1, 6)}0{r.randint(1, 4)}室", f"{r.randint(1, 4)}单元302室"))
        return f"余姚市{r.choice(_TOWNS[-6:])}{where}{room}"

    def address(self) -> str:
        return self.random.choice((self.village_address, self.town_address))()

    def email(self) -> str:
        r = self.random
        local = r.choice(
            (
                r.choice(_PINYIN)
                + r.choice(_PINYIN_GIVEN)
                + r.choice(("", self._digits(2), "1985")),
                f"{r.choice(_PINYIN)}_{r.choice(_PINYIN_GIVEN)}",
                f"{r.randint(1, 9)}{self._digits(8)}",
            )
        )
        return f"{local}@{r.choice(_FREE_HOSTS)}"

    def secrecy_mark(self) -> str:
        r = self.random
        degree = r.choice(("绝密", "机密", "秘密"))
        term = r.choice(("", f"{r.choice((1, 3, 5, 10, 20, 30))}年", "长期", "6个月", "启用前"))
        return f"{degree}{r.choice(('★', '★', ' ★ ', '☆'))}{term}".strip()

    def credit_code(self) -> str:
        middle = "".join(self.random.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(8))
        return (
            f"{self.random.choice(('91', '92', '12', '11', '51'))}330281{middle}{self._digits(1)}X"
        )


def full_width(text: str) -> str:
    """The same in full width."""
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def split(text: str, between: str, *sizes: int) -> str:
    """A number in groups of these sizes; what is left is the last one."""
    pieces, at = [], 0
    for size in sizes:
        pieces.append(text[at : at + size])
        at += size
    pieces.append(text[at:])
    return between.join(filter(None, pieces))
