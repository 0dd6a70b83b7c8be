"""The register of postings: who enters what, what hangs too long, what is counted and told."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry

from disclosure_pages.statistics.registry import Readings, Scope
from notices.enums import BoardKind, Standing
from notices.models import NoticeBoard, Posting
from notices.photos import cleaned_photo
from notices.services.postings import Entry, enter, take_down
from tests.factories.catalogue import ItemPageFactory, OrganFactory
from tests.factories.notices import NoticeBoardFactory, PostingFactory, photo

pytestmark = pytest.mark.django_db
ADD = "gongkai_notices_postings:add"
INDEX = "gongkai_notices_postings:index"
EDIT = "gongkai_notices_postings:edit"


@pytest.fixture
def boards(column):
    return [
        NoticeBoardFactory(name="泗门村村务公开栏", organ=column.office),
        NoticeBoardFactory(name="东街社区电子屏", organ=column.office, kind=BoardKind.SCREEN),
        NoticeBoardFactory(name="别处宣传栏", organ=OrganFactory(), kind=BoardKind.BOARD),
    ]


def given(page, boards, **more):
    return {
        "item": page.index_number,
        "boards": [each.pk for each in boards],
        "posted_on": "2013-05-03",
        "until": "2013-05-13",
        "posted_by": "张三",
        **more,
    }


def test_several_boards_are_entered_at_once(client, staff, item, boards):
    client.force_login(staff.editor)
    form = client.get(reverse(ADD), {"item": item.index_number}).content.decode()
    assert item.index_number in form
    assert "泗门村村务公开栏" in form
    assert "别处宣传栏" not in form
    answer = client.post(reverse(ADD), given(item, boards[:2], photo=photo()))
    assert answer.status_code == 302
    made = list(Posting.objects.order_by("pk"))
    assert {each.board for each in made} == set(boards[:2])
    assert {each.title for each in made} == {item.title}
    assert {each.recorded_by for each in made} == {staff.editor}
    assert made[0].photo.name != made[1].photo.name
    assert ModelLogEntry.objects.filter(action="gongkai_notices.post").count() == 2


def test_pressed_twice_it_is_entered_once(client, staff, item, boards):
    client.force_login(staff.editor)
    client.post(reverse(ADD), given(item, boards[:1]))
    again = client.post(reverse(ADD), given(item, boards[:2]))
    assert again.status_code == 200
    assert f"{boards[0]}已经登记了2013-05-03的这次张贴" in again.content.decode()
    assert Posting.objects.count() == 1
    # Another day, or after it was taken down, it is another posting.
    client.post(reverse(ADD), given(item, boards[:1], posted_on="2013-05-04"))
    assert Posting.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("item", "没有这个号", "没有找到"),
        ("item", "http://localhost/nowhere/", "没有找到"),
        ("item", "http://[broken/", "没有找到"),
        ("item", "", "id_item"),
        ("until", "2013-05-01", "截止日期早于张贴日期"),
        ("posted_on", "五月", "id_posted_on"),
        ("posted_by", "", "id_posted_by"),
        ("photo", SimpleUploadedFile("x.jpg", b"no picture"), "不是能识别的照片"),
    ],
)
def test_a_fault_is_said_and_nothing_typed_is_lost(request, field, value, said):
    client, staff, item, boards = map(
        request.getfixturevalue, ("client", "staff", "item", "boards")
    )
    client.force_login(staff.editor)
    answer = client.post(reverse(ADD), given(item, boards[:1], note="贴在门口", **{field: value}))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert said in html
    assert "贴在门口" in html
    assert answer.context["form"].errors.keys() == {field}
    assert not Posting.objects.exists()


@pytest.mark.parametrize("by", ["index_number", "document_number", "full_url", "url"])
def test_an_item_is_named_in_several_ways(client, staff, item, boards, by):
    client.force_login(staff.editor)
    name = getattr(item, by).replace("〔", "[").replace("〕", "]")
    assert client.post(reverse(ADD), given(item, boards[:1], item=name)).status_code == 302
    assert Posting.objects.get().page_id == item.pk


def test_a_draft_is_not_posted(column, staff, boards):
    draft = ItemPageFactory(parent=column.category, draft=True)
    entry = Entry(draft, date(2013, 5, 3), None, "张三")
    with pytest.raises(ValidationError, match="已经公开"):
        enter(staff.office, boards[:1], entry)


def test_nobody_enters_for_anothers_board(client, staff, item, boards):
    entry = Entry(item, date(2013, 5, 3), None, "张三")
    with pytest.raises(PermissionDenied):
        enter(staff.editor, boards[2:], entry)
    with pytest.raises(PermissionDenied):
        enter(staff.reviewer, boards[:1], entry)
    assert len(enter(staff.office, boards, entry)) == 3
    client.force_login(staff.reviewer)
    assert client.get(reverse(ADD)).status_code == 302


@pytest.mark.parametrize("name", ["edit", "take_down", "photo", "delete", "history", "usage"])
def test_lines_of_other_organs_are_closed(client, staff, boards, name):
    posting = PostingFactory(board=boards[2], photo=cleaned_photo(photo()))
    client.force_login(staff.editor)
    url = reverse(f"gongkai_notices_postings:{name}", args=[posting.pk])
    assert client.get(url).status_code == 302
    client.force_login(staff.office)
    assert client.get(url).status_code == 200
    client.logout()
    assert client.get(url).status_code == 302


@pytest.mark.parametrize(
    ("posted", "until", "removed", "expected"),
    [
        (-5, None, None, Standing.UP),
        (-5, 0, None, Standing.UP),
        (-5, -1, None, Standing.OVERDUE),
        (1, 5, None, Standing.COMING),
        (-5, -1, 0, Standing.DOWN),
        (-5, None, -1, Standing.DOWN),
    ],
)
def test_how_a_posting_stands(boards, posted, until, removed, expected):
    def day(offset):
        return None if offset is None else timezone.localdate() + timedelta(days=offset)

    posting = PostingFactory(
        board=boards[0], posted_on=day(posted), until=day(until), removed_on=day(removed)
    )
    assert posting.standing == expected
    for each in Standing:
        assert Posting.objects.standing(each).exists() == (each == expected)


def test_what_is_overdue_stands_on_the_home_until_it_is_taken_down(client, staff, boards):
    mine = PostingFactory(board=boards[0], until=date(2013, 5, 13))
    PostingFactory(board=boards[2], title="别处的通知", until=date(2013, 5, 13))
    client.force_login(staff.editor)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "到期应撤的张贴（1）" in home
    assert "别处的通知" not in home
    url = reverse("gongkai_notices_postings:take_down", args=[mine.pk])
    assert url in home
    early = client.post(url, {"removed_on": "2013-05-01"})
    assert "撤下日期早于张贴日期" in early.content.decode()
    late = client.post(url, {"removed_on": "2999-05-01"})
    assert "撤下日期晚于今天" in late.content.decode()
    assert client.post(url, {"removed_on": "2013-05-14"}).status_code == 302
    mine.refresh_from_db()
    assert mine.removed_on == date(2013, 5, 14)
    assert "到期应撤" not in client.get(reverse("wagtailadmin_home")).content.decode()
    with pytest.raises(ValidationError):
        take_down(mine, staff.office, date(2013, 5, 15))
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_without_what_it_says_of_who_took_it_where(kind):
    raw = photo(kind)
    assert b"SecretPhone" in raw.read()
    raw.seek(0)
    kept = cleaned_photo(raw).read()
    assert b"SecretPhone" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.format == "JPEG"
        assert not picture.getexif()
        # It stands upright.
        assert picture.size == (480, 640)


@pytest.mark.parametrize(
    "content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\xff\xd8\xff\xe0"]
)
def test_what_is_no_photo_is_refused(content):
    with pytest.raises(ValidationError, match="不是能识别的照片"):
        cleaned_photo(SimpleUploadedFile("photo.jpg", content))


def test_a_photo_may_not_be_too_big(settings):
    settings.GONGKAI_NOTICES_MAX_PHOTO = 10
    with pytest.raises(ValidationError, match="超过"):
        cleaned_photo(photo())
    settings.GONGKAI_NOTICES_MAX_PHOTO = 10**7
    big = cleaned_photo(photo(size=(4000, 3000)))
    assert max(Image.open(big).size) == 2000


def test_a_photo_has_no_public_address(client, boards):
    posting = PostingFactory(board=boards[0], photo=cleaned_photo(photo()))
    for url in (posting.photo.url, f"/media/images/{posting.photo.name}"):
        assert client.get(url).status_code == 404


def test_a_line_is_corrected_and_its_photo_replaced(
    client, staff, boards, django_capture_on_commit_callbacks
):
    posting = PostingFactory(board=boards[0], photo=cleaned_photo(photo()))
    former = posting.photo.name
    client.force_login(staff.editor)
    url = reverse(EDIT, args=[posting.pk])
    html = client.get(url).content.decode()
    assert "查看现有照片" in html
    assert f"/photo/{posting.pk}/" in html
    values = {"posted_on": "2013-05-03", "until": "2013-05-20", "posted_by": "李四"}
    assert client.post(url, values).status_code == 302
    posting.refresh_from_db()
    assert (posting.posted_by, posting.photo.name) == ("李四", former)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, {**values, "photo": photo()}).status_code == 302
    posting.refresh_from_db()
    assert posting.photo.name != former
    assert not posting.photo.storage.exists(former)
    bad = client.post(url, {**values, "until": "2013-05-01"})
    assert "截止日期早于张贴日期" in bad.content.decode()


def test_a_deleted_line_takes_its_photo_along(
    client, staff, boards, django_capture_on_commit_callbacks
):
    posting = PostingFactory(board=boards[0], photo=cleaned_photo(photo()))
    client.force_login(staff.office)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("gongkai_notices_postings:delete", args=[posting.pk]))
    assert not Posting.objects.exists()
    assert not posting.photo.storage.exists(posting.photo.name)


def test_the_list_tells_days_as_dates(client, staff, boards):
    PostingFactory(board=boards[0], posted_on=date(2013, 5, 3), until=date(2013, 5, 13))
    client.force_login(staff.editor)
    page = client.get(reverse(INDEX)).content.decode()
    for day in ("2013-05-03", "2013-05-13"):
        assert re.search(rf"<td[^>]*>\s*<span[^>]*>{day}</span>", page), day
    assert "前</" not in page


def test_the_list_is_narrowed_and_exported(client, staff, boards):
    PostingFactory(board=boards[0], title="=危险()", until=date(2013, 5, 13))
    PostingFactory(board=boards[1], title="屏上的", posted_on=date(2014, 1, 1))
    PostingFactory(board=boards[2], title="别处的")
    client.force_login(staff.office)
    cases = {
        "standing=overdue": {"=危险()"},
        f"organ={boards[0].organ_id}": {"=危险()", "屏上的"},
        "kind=screen": {"屏上的"},
        "year=2013": {"=危险()", "别处的"},
        f"board={boards[2].pk}": {"别处的"},
        "q=屏": {"屏上的"},
        "year=x&kind=no&standing=no": {"=危险()", "屏上的", "别处的"},
    }
    for query, expected in cases.items():
        found = client.get(f"{reverse(INDEX)}?{query}")
        assert {each.title for each in found.context["object_list"]} == expected, query
    answer = client.get(f"{reverse(INDEX)}?export=xlsx&kind=village")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:4] == ["张贴内容", "公示栏", "类型", "负责机构"]
    assert "危险()" in rows[1][0]
    assert sheet["A2"].data_type == "s"
    text = b"".join(client.get(f"{reverse(INDEX)}?export=csv&kind=village").streaming_content)
    assert text.startswith("\ufeff张贴内容".encode())
    client.force_login(staff.editor)
    seen = client.get(reverse(INDEX)).context["object_list"]
    assert "别处的" not in {each.title for each in seen}


def test_the_list_asks_as_much_for_many_lines(client, staff, boards, django_assert_max_num_queries):
    client.force_login(staff.editor)
    for _number in range(30):
        PostingFactory(board=boards[0], until=date(2013, 5, 13))
    client.get(reverse(INDEX))
    with django_assert_max_num_queries(30):
        client.get(reverse(INDEX))


def test_a_board_belongs_to_an_organ_of_the_user(client, staff, boards, column):
    client.force_login(staff.editor)
    url = reverse("gongkai_notices_boards:add")
    values = {"name": "新村公示栏", "organ": boards[2].organ_id, "kind": "village"}
    assert "organ" in client.post(url, values).context["form"].errors
    assert client.post(url, {**values, "organ": column.office.pk}).status_code == 302
    board = NoticeBoard.objects.get(name="新村公示栏")
    edit = "gongkai_notices_boards:edit"
    assert client.get(reverse(edit, args=[board.pk])).status_code == 200
    assert client.get(reverse(edit, args=[boards[2].pk])).status_code == 302
    listed = client.get(reverse("gongkai_notices_boards:index")).context["object_list"]
    assert boards[2] not in listed


def test_a_board_with_postings_is_put_out_of_use_not_deleted(client, staff, boards):
    PostingFactory(board=boards[0])
    client.force_login(staff.office)
    url = "gongkai_notices_boards:delete"
    client.post(reverse(url, args=[boards[0].pk]))
    client.post(reverse(url, args=[boards[1].pk]))
    assert set(NoticeBoard.objects.all()) == {boards[0], boards[2]}


def test_postings_count_as_a_channel(client, staff, column, boards):
    PostingFactory.create_batch(2, board=boards[0])
    PostingFactory(board=boards[1])
    PostingFactory(board=boards[2])
    PostingFactory(board=boards[0], posted_on=date(2014, 1, 1))
    readings = Readings(Scope(column.government, 2013, column.home))
    assert readings.computed["postings.total"] == 3
    assert readings.computed["postings.kind.village"] == 2
    assert readings.computed["postings.kind.screen"] == 1
    client.force_login(staff.office)
    for code in ("postings.total", "postings.kind.village"):
        shown = client.get(readings.admin_url(code)).context["object_list"]
        assert len(shown) == readings.computed[code]
    assert readings.listing_url("postings.total") == ""
    nothing = Readings(Scope(column.government, 2012, column.home))
    assert "postings.total" not in nothing.computed


def test_the_item_tells_where_it_was_posted(client, item, boards):
    assert "已张贴公示" not in client.get(item.url).content.decode()
    PostingFactory(board=boards[0], page=item, until=date(2013, 5, 13))
    html = client.get(item.url).content.decode()
    assert "已张贴公示：泗门村村务公开栏（2013-05-03至2013-05-13）。" in html
    assert "张三" not in html
    board = boards[0]
    board.is_public = False
    board.save()
    assert "已张贴公示" not in client.get(item.url).content.decode()
    future = timezone.localdate() + timedelta(days=1)
    PostingFactory(board=boards[1], page=item, posted_on=future)
    assert "已张贴公示" not in client.get(item.url).content.decode()


def test_the_register_outlives_the_item(item, boards):
    posting = PostingFactory(board=boards[0], page=item)
    item.delete()
    posting.refresh_from_db()
    assert posting.page_id is None
    assert posting.title == "关于养路的通知"


def test_the_admin_leads_from_the_item_to_its_posting(client, staff, item):
    client.force_login(staff.office)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[item.pk])).content.decode()
    assert "登记张贴" in html
    assert "打印张贴版" in html
