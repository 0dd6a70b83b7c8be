"""The organs of the demo town: the town government, its offices, communities and villages."""

from __future__ import annotations

from dataclasses import dataclass

from .codes import credit_code, organisation_code

TOWN = "simen"
DISCLOSURE_OFFICE = "dangzhengban"

# Invented for the demo: the digits are not those of any registered body, only the checks hold.
TOWN_ORGANISATION_CODE = organisation_code("00281950")
TOWN_CREDIT_CODE = credit_code("11330281" + TOWN_ORGANISATION_CODE)


@dataclass(frozen=True)
class DemoOrgan:
    """One organ; ``parent`` is a slug, empty for the root; only the town has codes of its own."""

    slug: str
    name: str
    short_name: str
    parent: str
    address: str
    phone: str
    duties: str
    organisation_code: str = ""
    credit_code: str = ""


_HALL = "浙江省宁波市余姚市泗门镇光明路101号"


def _office(slug: str, names: tuple[str, str], contact: tuple[str, str], duties: str) -> DemoOrgan:
    name, short_name = names
    room, phone = contact
    return DemoOrgan(
        slug, name, short_name, TOWN, f"{_HALL}{room}", f"0574-{phone}", duties
    )  # fmt: skip


def _community(slug: str, name: str, road: str, phone: str) -> DemoOrgan:
    duties = "开展居民自治，办理社区公共服务事项，协助镇政府做好救助、计生、治安等工作。"
    return DemoOrgan(
        slug, f"泗门镇{name}居民委员会", name, TOWN, f"余姚市泗门镇{road}", f"0574-{phone}", duties
    )


def _village(slug: str, name: str, phone: str) -> DemoOrgan:
    duties = "办理本村公共事务和公益事业，调解民间纠纷，公开村务财务，协助镇政府开展工作。"
    address = f"余姚市泗门镇{name}村民委员会办公楼"
    return DemoOrgan(slug, f"泗门镇{name}村民委员会", name, TOWN, address, f"0574-{phone}", duties)


_TOWN = DemoOrgan(
    slug=TOWN,
    name="泗门镇人民政府",
    short_name="泗门镇",
    parent="",
    address=_HALL,
    phone="0574-62150000",
    duties="执行上级国家行政机关的决定和命令，管理本行政区域内的经济、教育、科学、文化、卫生、"
    "体育事业和财政、民政、公安、司法行政、计划生育等行政工作。",
    organisation_code=TOWN_ORGANISATION_CODE,
    credit_code=TOWN_CREDIT_CODE,
)

_OFFICES = (
    _office(
        DISCLOSURE_OFFICE,
        ("泗门镇党政综合办公室", "党政综合办"),
        ("201室", "62150001"),
        "负责综合协调、文秘档案、督查、保密和政府信息公开工作，受理政府信息公开申请。",
    ),
    _office(
        "jingfaban",
        ("泗门镇经济发展办公室", "经发办"),
        ("305室", "62150011"),
        "负责工业、商贸、统计、科技、安全生产和招商引资工作。",
    ),
    _office(
        "nongban",
        ("泗门镇农业办公室", "农办"),
        ("208室", "62150021"),
        "负责农业、林业、水利、农村经营管理、土地承包和防汛防台工作。",
    ),
    _office(
        "sheshiban",
        ("泗门镇社会事务办公室", "社会事务办"),
        ("106室", "62150031"),
        "负责民政、教育、文化、卫生、体育、人口计生、劳动就业和社会保障工作。",
    ),
    _office(
        "chengjianban",
        ("泗门镇城镇建设办公室", "城建办"),
        ("402室", "62150041"),
        "负责规划建设、土地管理、环境卫生、重点工程和“三改一拆”工作。",
    ),
    _office(
        "zongzhiban",
        ("泗门镇社会治安综合治理办公室", "综治办"),
        ("103室", "62150051"),
        "负责社会治安综合治理、信访接待、人民调解、普法和社区矫正工作。",
    ),
    _office(
        "caizhengsuo",
        ("泗门镇财政所", "财政所"),
        ("309室", "62150061"),
        "负责预算编制执行、国有资产、政府采购、非税收入和村级财务指导工作。",
    ),
    _office(
        "gongyongzhongxin",
        ("泗门镇公用事业服务中心", "公用事业中心"),
        ("110室", "62150071"),
        "负责市政设施、园林绿化、路灯、供排水和集镇保洁的日常养护。",
    ),
)

_COMMUNITIES = (
    _community("sihai", "四海社区", "四海大道88号", "62150101"),
    _community("rudong", "汝东社区", "汝东路25号", "62150102"),
    _community("guangming", "光明社区", "光明路260号", "62150103"),
    _community("houtanghe", "后塘河社区", "后塘河路12号", "62150104"),
)

_VILLAGES = (
    _village("xiaoluxia", "小路下村", "62150201"),
    _village("jiatang", "夹塘村", "62150202"),
    _village("lianshuxia", "楝树下村", "62150203"),
    _village("hainan", "海南村", "62150204"),
    _village("xiejialu", "谢家路村", "62150205"),
    _village("wansheng", "万圣村", "62150206"),
    _village("damiaozhou", "大庙周村", "62150207"),
    _village("shuigezhou", "水阁周村", "62150208"),
)

ORGANS: tuple[DemoOrgan, ...] = (_TOWN, *_OFFICES, *_COMMUNITIES, *_VILLAGES)
"""All organs, parents before children."""

OFFICES = tuple(organ.slug for organ in _OFFICES)
COMMUNITIES = tuple(organ.slug for organ in _COMMUNITIES)
VILLAGES = tuple(organ.slug for organ in _VILLAGES)
BY_SLUG = {organ.slug: organ for organ in ORGANS}
