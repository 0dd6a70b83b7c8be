"""What is suggested while somebody types, and that it tells nothing that is not public."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks.backends.immediate import ImmediateBackend
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from search import sources
from search.models import QueryCount, SuggestedPhrase, SuggestionKey
from search.services.suggestions import add_title, add_titles, rebuild
from search.suggest.keys import Typed, keys_of
from search.suggest.phrases import counted, phrases_of
from search.suggest.readings import fuzzily, readings_of, splits
from search.text import canonical
from tests.factories.catalogue import CategoryPageFactory, ItemPageFactory, make_column
from tests.factories.search import DictionaryWordFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/search/suggestions/"
TITLES = (
    "信息公开年度报告",
    "信息公开申请流程",
    "2013年农村公路养护信息公开办法",
    "农村公路养护计划",
    "重庆路银行网点布局",
    "重庆路银行搬迁",
)


def make_item(column, title, **fields):
    return ItemPageFactory(
        parent=fields.pop("parent", column.category), organ=column.office, title=title, **fields
    )


@pytest.fixture
def column():
    column = make_column()
    for title in TITLES:
        make_item(column, title)
    DictionaryWordFactory(word="单县")
    make_item(column, "单县路灯改造")
    rebuild()
    return column


@pytest.fixture
def suggested(client):
    """Texts of what is suggested for a query, by kind where one is given."""

    def ask(query, kind=None):
        response = client.get(ADDRESS, {"q": query})
        assert response.status_code == 200
        return [row["text"] for row in response.json() if kind in (None, row["kind"])]

    return ask


@pytest.mark.parametrize(
    "typed",
    [
        *("信息公开", "信息公", "信息", "信", "息公", "公开", "資訊公開"[2:], "信息 公开"),
        *("xinxigongkai", "xinxigo", "XinXi", "xin'xi", "xin xi gong kai", "ｘｉｎｘｉ"),
        *("xxgk", "xxg", "XXGK", "xx"),
        *("信xi", "信息gk", "信x公开", "xin息", "x息公开", "信息gongk"),
    ],
)
def test_a_phrase_is_suggested_however_it_is_typed(column, suggested, typed):
    assert "信息公开" in suggested(typed, "phrase")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chongqing", "重庆路银行"),
        ("yinhang", "银行"),
        ("shanxian", "单县"),
        ("danxian", "单县"),
        ("sx", "单县"),
        ("zhongqinglu", None),
        ("yinxing", None),
    ],
)
def test_words_are_read_as_words_and_names_as_names(column, suggested, typed, meant):
    if meant:
        assert meant in suggested(typed, "phrase")
    else:
        assert suggested(typed) == []


def test_titles_with_what_was_typed_are_suggested_with_their_address(column, client):
    rows = client.get(ADDRESS, {"q": "公路养护"}).json()
    titles = {row["text"]: row["url"] for row in rows if row["kind"] == "title"}
    assert "2013年农村公路养护信息公开办法" in titles
    for title, url in titles.items():
        assert f"{title}</h1>" in client.get(url).content.decode()


def test_pinyin_leads_to_titles_as_well(column, suggested):
    assert "2013年农村公路养护信息公开办法" in suggested("nongcungonglu", "title")


def test_names_of_organs_and_categories_are_suggested_where_anything_has_them(column, suggested):
    assert suggested("simenzhennongye") == suggested("xzgf") == []
    make_item(column, "机构职能", summary="泗门镇农业办公室负责行政规范性文件的起草。")
    assert suggested("simenzhennongye", "phrase") == ["泗门镇农业办公室"]
    assert suggested("xzgf", "phrase") == ["行政规范性文件"]


def test_a_short_title_of_one_item_opens_it(column, client):
    item = make_item(column, "河道保洁名单")
    rebuild()
    (row,) = client.get(ADDRESS, {"q": "hdbjmd"}).json()
    assert row == {"text": "河道保洁名单", "kind": "title", "url": item.url}


def test_words_inside_of_names_are_suggested(column, suggested):
    for name in ("四海社区", "光明社区"):
        DictionaryWordFactory(word=name)
        make_item(column, f"{name}夜间巡逻")
    rebuild()
    assert "社区" in suggested("shequ", "phrase")


def test_at_most_eight_and_none_twice(column, suggested):
    for number in range(12):
        make_item(column, f"信息公开办法第{number}号")
    make_item(column, "信息公开")
    rebuild()
    found = suggested("信息")
    assert len(found) == 8
    assert len(set(map(canonical, found))) == 8


@pytest.mark.parametrize("typed", ["", " ", "。", "x", "-信息", "獬豸", "zzzz", "\x00", "q" * 500])
def test_where_there_is_nothing_the_list_is_empty(column, suggested, typed):
    assert [each for each in suggested(typed) if each != "信息公开"] == [] or typed == "-信息"


def test_a_popular_query_comes_first(column, suggested):
    count(text="信息公开 农村")
    count(text="信息公开 獬豸")
    assert suggested("信息公开")[0] == "信息公开 农村"
    assert "信息公开 獬豸" not in suggested("信息公开")
    assert suggested("信息公开", "query") == ["信息公开 农村"]


def test_a_popular_query_is_found_by_pinyin(column, suggested):
    count(text="农村公路养护计划")
    assert suggested("ncgl", "query") == ["农村公路养护计划"]


def count(text, askers=9):
    QueryCount.objects.create(
        day=timezone.localdate(),
        digest=text[:32],
        text=text,
        searches=askers,
        askers=askers,
        fewest_hits=3,
    )


def unpublished(item):
    item.unpublish()


def deleted(item):
    item.delete()


def private(kind):
    def hide(item):
        PageViewRestriction.objects.create(page=item, restriction_type=kind, password="secret")

    return hide


def private_above(item):
    PageViewRestriction.objects.create(page=item.get_parent(), restriction_type="login")


HIDDEN = "獬豸名录"
WAYS = {
    "unpublished": unpublished,
    "deleted": deleted,
    "login": private("login"),
    "password": private("password"),
    "groups": private("groups"),
    "category": private_above,
}
SPIES = ["獬豸", "獬", "豸名", "xiezhi", "xzml", "獬zhi", "xiezhiminglu"]


@pytest.mark.parametrize("way", WAYS)
def test_what_was_hidden_is_suggested_no_more_though_the_phrase_is_still_known(
    column, suggested, way
):
    item = make_item(column, HIDDEN, parent=column.categories[2])
    rebuild()
    count(text=f"{HIDDEN} 一览")
    count(text=HIDDEN)
    assert all(HIDDEN in suggested(typed) for typed in SPIES)
    WAYS[way](item)
    assert SuggestedPhrase.objects.filter(text=HIDDEN).exists()
    assert [suggested(typed) for typed in SPIES] == [[]] * len(SPIES)


def test_drafts_and_what_is_private_leave_no_phrase(column):
    make_item(column, HIDDEN, draft=True)
    section = CategoryPageFactory(parent=column.catalogue, title="麒麟名录", code="secret")
    make_item(column, "麒麟名录之一", parent=section)
    make_item(column, "麒麟名录之二", parent=section)
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    changed = make_item(column, "公路保洁")
    changed.title = "貔貅名录"
    changed.save_revision()
    rebuild()
    found = set(SuggestedPhrase.objects.values_list("text", flat=True))
    assert not [text for text in found if {*"獬豸麒麟貔貅"} & {*text}]


def test_what_another_column_has_is_not_suggested(column, suggested):
    other = make_column(name="临山镇", slug="linshan")
    column.site.root_page = column.home
    column.site.save()
    make_item(other, HIDDEN, parent=other.category)
    rebuild()
    assert suggested("獬豸") == []


def test_a_site_without_a_source_suggests_its_public_pages(column, suggested, monkeypatch):
    others = sources.hooks.get_hooks
    monkeypatch.setattr(
        sources.hooks, "get_hooks", lambda name: [] if name == sources.HOOK else others(name)
    )
    call_command("update_index", verbosity=0, stdout=open_nothing())
    assert "信息公开" in suggested("xxgk")


def open_nothing():
    from io import StringIO

    return StringIO()


# Keeping the phrases


@pytest.mark.django_db(transaction=True)
def test_a_published_title_is_suggested_at_once(suggested):
    column = make_column()
    item = make_item(column, "五水共治", draft=True)
    assert suggested("wsgz") == []
    item.save_revision().publish()
    assert suggested("wsgz") == ["五水共治"]


def test_many_titles_published_at_once_are_one_task(
    column, monkeypatch, django_capture_on_commit_callbacks
):
    enqueued = []
    monkeypatch.setattr(ImmediateBackend, "supports_defer", True)
    monkeypatch.setattr(
        ImmediateBackend,
        "enqueue",
        lambda backend, task, args, kwargs: enqueued.append((task, args)),
    )
    before = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(3):
            make_item(column, f"五水共治{number}", draft=True).save_revision().publish()
    ((task, (since,)),) = [each for each in enqueued if each[0].name == "add_suggestions"]
    assert (task.run_after - before).total_seconds() >= 60
    assert "五水共治" not in SuggestedPhrase.objects.values_list("text", flat=True)
    assert add_titles(since) > 0
    assert SuggestedPhrase.objects.filter(text="五水共治").exists()


def test_of_very_many_titles_all_is_made_anew(column, monkeypatch):
    monkeypatch.setattr("search.services.suggestions._MANY_TITLES", 2)
    since = timezone.now().isoformat()
    for number in range(3):
        make_item(column, f"五水共治{number}", draft=True).save_revision().publish()
    SuggestedPhrase.objects.filter(text="五水共治").delete()
    assert add_titles(since) == SuggestedPhrase.objects.count()
    assert SuggestedPhrase.objects.get(text="五水共治").weight == 3


def test_phrases_that_two_titles_share_come_with_the_second(column, suggested):
    item = make_item(column, "河道保洁工程招标公告之一")
    add_title(item.pk)
    assert not SuggestedPhrase.objects.filter(text="河道保洁").exists()
    other = make_item(column, "河道保洁名单")
    assert add_title(other.pk) > 0
    assert "河道保洁" in suggested("hdbj", "phrase")
    assert add_title(other.pk) == 0


def test_a_title_that_is_not_public_adds_nothing(column):
    assert add_title(make_item(column, HIDDEN, draft=True).pk) == 0
    hidden = make_item(column, HIDDEN)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    assert add_title(hidden.pk) == 0
    assert add_title(0) == 0


def test_building_twice_changes_nothing_and_what_is_gone_goes(column):
    def rows():
        return set(SuggestedPhrase.objects.values_list("pk", "text", "kind", "weight"))

    before, keys = rows(), SuggestionKey.objects.count()
    rebuild()
    assert (rows(), SuggestionKey.objects.count()) == (before, keys)
    item = make_item(column, HIDDEN)
    rebuild()
    assert SuggestedPhrase.objects.filter(text=HIDDEN).exists()
    item.delete()
    rebuild()
    assert (rows(), SuggestionKey.objects.count()) == (before, keys)


def test_there_are_never_more_phrases_than_the_setting_allows(column, settings):
    settings.GONGKAI_SEARCH_MAX_PHRASES = 10
    assert rebuild() == 10
    assert SuggestedPhrase.objects.count() == 10
    # The weightiest stay.
    assert SuggestedPhrase.objects.filter(text="信息公开").exists()
    assert add_title(make_item(column, HIDDEN).pk) == 0 or SuggestedPhrase.objects.count() == 10


def test_the_command_says_how_many_there_are(column, capsys):
    call_command("build_suggestions")
    assert f"检索建议词共{SuggestedPhrase.objects.count()}个。" in capsys.readouterr().out


def test_phrases_are_whole_words_without_function_words_at_their_ends():
    found = phrases_of("关于印发《泗门镇农村公路养护的办法》（2013年）的通知")
    assert {"农村公路", "公路养护"} & found
    assert all(2 <= len(text) <= 10 for text in found)
    assert not [text for text in found if text[0] in "的关" or text[-1] in "的于"]


def test_of_too_many_phrases_the_rarest_are_forgotten(monkeypatch):
    monkeypatch.setattr("search.suggest.phrases._MOST_COUNTED", 50)
    titles = ["农村公路"] * 30 + [f"{chr(0x4E00 + number)}山水库大坝" for number in range(200)]
    phrases, short = counted(titles)
    assert phrases["农村公路"] == 30
    assert short["农村公路"] == 30
    assert len(phrases) <= 60


# The address


def test_the_answer_is_for_nobody_else_and_for_no_index(column, client):
    response = client.get(ADDRESS, {"q": "信息"})
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "private, max-age=30"
    assert response["X-Robots-Tag"] == "noindex"
    assert reverse("gongkai_search:suggestions") == ADDRESS
    assert client.post(ADDRESS, {"q": "信息"}).status_code == 405


@pytest.mark.parametrize(
    "query",
    ["", "q", "q=", "q=%ff%fe", "q=%00", "q=%ED%A0%80", "q=a&q=b", "column=x&q=" + quote("信息")],
)
def test_whatever_bytes_come_there_is_a_list(column, client, query):
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    assert isinstance(response.json(), list)


def test_typing_has_a_limit_of_its_own(column, client, settings):
    settings.GONGKAI_SEARCH_SUGGESTIONS_RATE_LIMIT = (2, 60)
    answers = [client.get(ADDRESS, {"q": "信息"}) for _number in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[2].json() == []
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert client.get("/search/?q=信息").status_code == 200


def test_every_search_box_knows_the_address(column, client):
    for address in ("/", "/search/", "/search/?q=信息", "/catalogue/"):
        page = client.get(address).content.decode()
        assert f'data-gongkai-suggestions="{ADDRESS}"' in page
        assert "gongkai_search/suggestions" in page


# What is typed


@pytest.mark.once
def test_names_have_several_readings():
    assert readings_of("行管局") == [("xing", "guan", "ju"), ("hang", "guan", "ju")]
    assert readings_of("银行") == [("yin", "hang")]
    assert readings_of("信息") == [("xin", "xi")]
    assert fuzzily(("zhong", "sheng", "niang")) == fuzzily(("zong", "sen", "lian"))


@pytest.mark.once
@pytest.mark.parametrize(
    ("letters", "way"),
    [
        ("xinxigongkai", ["xin", "xi", "gong", "kai"]),
        ("xinxigo", ["xin", "xi", "go"]),
        ("xxgk", ["x", "x", "g", "k"]),
        ("zhsh", ["zh", "sh"]),
        ("xinxigk", ["xin", "xi", "g", "k"]),
    ],
)
def test_letters_are_split_into_syllables_and_initials(letters, way):
    assert splits(letters, 3)[0] == way


ANY_TEXT = st.text(max_size=60) | st.text("信息公开xinxigongkaiｘ '0·", max_size=50)
quietly = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.once
@quietly
@given(ANY_TEXT)
def test_any_text_has_ranges_and_ends_soon(text):
    typed = Typed(text)
    assert len(typed.ranges) < 12
    typed.fits("信息公开", [("xin", "xi", "gong", "kai")])


@pytest.mark.once
@quietly
@given(st.text("信息公开重庆银行单县", min_size=2, max_size=10), st.data())
def test_every_beginning_of_a_reading_finds_the_phrase(text, data):
    reading = data.draw(st.sampled_from(readings_of(text)))
    parts = [
        data.draw(st.sampled_from([character, syllable, syllable[0]]))
        for character, syllable in zip(text, reading, strict=True)
    ]
    typed = Typed("".join(parts[: data.draw(st.integers(1, len(parts)))]))
    assert typed.fits(text, readings_of(text))
    if typed.is_han:
        keys = keys_of(text, readings_of(text))
        assert any(each.first <= key < each.end for key in keys for each in typed.ranges)


@quietly
@given(ANY_TEXT)
def test_any_text_is_answered(column, client, text):
    response = client.get(ADDRESS, {"q": text.encode("utf-8", "surrogatepass")})
    assert response.status_code in (200, 429)
    assert len(response.json()) <= 8
