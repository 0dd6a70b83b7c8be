"""Files are sent whole, in parts, or by the web server in front."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.http import Http404
from django.test import Client
from django.utils.http import http_date
from wagtail.documents import get_document_model

from review.files.sending import Headers, send, sendfile
from review.models import FileReading
from tests.review import file_states as states

CONTENT = bytes(range(256)) * 40
SIZE = len(CONTENT)
ETAG = '"abc"'


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def file(folder):
    path = folder / "documents" / "关于 养蜂?的通知#1.pdf"
    path.parent.mkdir()
    path.write_bytes(CONTENT)
    return path


def ask(rf, file, method="get", etag=ETAG, **headers):
    request = getattr(rf, method)("/", headers={k.replace("_", "-"): v for k, v in headers.items()})
    return sendfile(request, str(file), etag=etag)


def body(response):
    return response.getvalue()


@pytest.mark.once
class TestStreamed:
    def test_whole(self, rf, file):
        response = ask(rf, file)
        assert response.status_code == 200
        assert body(response) == CONTENT
        assert response["Content-Length"] == str(SIZE)
        assert response["Accept-Ranges"] == "bytes"
        assert response["ETag"] == ETAG
        assert response["Content-Type"] == "application/pdf"
        assert response["Last-Modified"] == http_date(int(file.stat().st_mtime))

    @pytest.mark.parametrize(
        ("wanted", "first", "last"),
        [
            ("bytes=0-0", 0, 0),
            ("bytes=0-", 0, SIZE - 1),
            ("bytes=100-199", 100, 199),
            ("bytes=100-", 100, SIZE - 1),
            ("bytes=-10", SIZE - 10, SIZE - 1),
            (f"bytes=-{SIZE * 2}", 0, SIZE - 1),
            (f"bytes=10-{SIZE * 5}", 10, SIZE - 1),
            (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
            ("bytes = 5 - 6", 5, 6),
        ],
    )
    def test_a_part(self, rf, file, wanted, first, last):
        response = ask(rf, file, range=wanted)
        assert response.status_code == 206
        assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
        assert response["Content-Length"] == str(last - first + 1)
        assert body(response) == CONTENT[first : last + 1]

    @pytest.mark.parametrize("wanted", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0"])
    def test_a_part_that_is_not_there(self, rf, file, wanted):
        response = ask(rf, file, range=wanted)
        assert response.status_code == 416
        assert response["Content-Range"] == f"bytes */{SIZE}"
        assert response.content == b""

    @pytest.mark.parametrize(
        "wanted",
        [
            "bytes=5-4",
            "bytes=0-1,5-6",
            "bytes=-",
            "bytes=a-b",
            "bytes=--5",
            "bytes=٣-",
            "bytes=" + "9" * 5000 + "-",
            "items=0-1",
            "bytes",
        ],
    )
    def test_what_cannot_be_read_gets_the_whole(self, rf, file, wanted):
        response = ask(rf, file, range=wanted)
        assert response.status_code == 200
        assert body(response) == CONTENT

    def test_the_rest_of_another_file_is_not_sent(self, rf, file):
        changed = http_date(int(file.stat().st_mtime))
        for known, status in [
            (ETAG, 206),
            (changed, 206),
            ('"other"', 200),
            (f"W/{ETAG}", 200),
            (http_date(0), 200),
            ("rubbish", 200),
        ]:
            response = ask(rf, file, range="bytes=0-1", if_range=known)
            assert (known, response.status_code) == (known, status)
            body(response)

    def test_an_unchanged_file_is_not_sent_again(self, rf, file):
        for headers in (
            {"if_none_match": ETAG},
            {"if_none_match": ETAG, "range": "bytes=0-1"},
            {"if_modified_since": http_date(int(file.stat().st_mtime))},
        ):
            response = ask(rf, file, **headers)
            assert response.status_code == 304
            assert response.content == b""
            assert response["ETag"] == ETAG
        assert ask(rf, file, if_none_match='"other"').status_code == 200
        assert ask(rf, file, if_match='"other"').status_code == 412

    def test_head_tells_without_sending(self, rf, file):
        response = ask(rf, file, "head", range="bytes=0-1")
        assert response.status_code == 200
        assert response.content == b""
        assert response["Content-Length"] == str(SIZE)
        assert response["Accept-Ranges"] == "bytes"

    def test_an_empty_file(self, rf, folder):
        (folder / "empty.txt").write_bytes(b"")
        assert body(ask(rf, folder / "empty.txt")) == b""
        assert ask(rf, folder / "empty.txt", range="bytes=0-").status_code == 416

    def test_a_file_that_is_gone(self, rf, folder):
        with pytest.raises(Http404):
            ask(rf, folder / "nothing.pdf")

    def test_a_storage_without_paths(self, rf):
        document = get_document_model()(title="x", collection_id=1)
        document.file.save("名单.txt", ContentFile(CONTENT), save=False)
        response = send(rf.get("/", headers={"Range": "bytes=1-2"}), document.file, Headers())
        assert response.status_code == 206
        assert body(response) == CONTENT[1:3]
        document.file.storage.delete(document.file.name)
        with pytest.raises(Http404):
            send(rf.get("/"), document.file, Headers())


@pytest.mark.once
class TestByTheWebServer:
    def test_the_answer_names_the_file(self, rf, file, settings):
        settings.GONGKAI_REVIEW_ACCEL_LOCATION = "/protected/"
        response = ask(rf, file, range="bytes=0-1", if_match='"of nginx"')
        assert response.status_code == 200
        assert response.content == b""
        assert response["X-Accel-Redirect"] == (
            "/protected/documents/%E5%85%B3%E4%BA%8E%20%E5%85%BB%E8%9C%82%3F%E7%9A%84%E9%80%9A%E7%9F%A5%231.pdf"
        )
        assert response["Content-Type"] == "application/pdf"

    def test_with_or_without_a_slash(self, rf, file, settings):
        settings.GONGKAI_REVIEW_ACCEL_LOCATION = "/protected"
        assert ask(rf, file)["X-Accel-Redirect"].startswith("/protected/documents/")

    def test_what_lies_elsewhere_is_streamed(self, rf, file, settings, tmp_path_factory):
        settings.GONGKAI_REVIEW_ACCEL_LOCATION = "/protected/"
        settings.MEDIA_ROOT = tmp_path_factory.mktemp("elsewhere")
        response = ask(rf, file)
        assert "X-Accel-Redirect" not in response
        assert body(response) == CONTENT

    def test_a_file_that_is_gone(self, rf, folder, settings):
        settings.GONGKAI_REVIEW_ACCEL_LOCATION = "/protected/"
        with pytest.raises(Http404):
            ask(rf, folder / "nothing.pdf")

    def test_the_backend_of_a_host(self, rf, file, settings, monkeypatch):
        from wagtail.utils import sendfile as wagtails

        settings.SENDFILE_BACKEND = "tests.review.backend_of_a_host"
        wagtails._get_sendfile.clear()
        response = ask(rf, file)
        wagtails._get_sendfile.clear()
        assert response["X-Sendfile"] == file.name.encode().hex()
        assert response["ETag"] == ETAG
        assert "Content-Encoding" not in response

    def test_a_backend_that_streams_is_not_better_than_ours(self, rf, file, settings):
        from wagtail.utils import sendfile as wagtails

        settings.SENDFILE_BACKEND = "wagtail.utils.sendfile_streaming_backend"
        wagtails._get_sendfile.clear()
        response = ask(rf, file, range="bytes=3-5")
        wagtails._get_sendfile.clear()
        assert body(response) == CONTENT[3:6]


@pytest.mark.django_db
class TestDownloads:
    """Through the address of a document, from a folder as in service."""

    @pytest.fixture
    def document(self, folder, settings):
        settings.STORAGES = {
            **settings.STORAGES,
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": str(folder)},
            },
        }
        case = states.make_case()
        document = case.document
        assert isinstance(document.file.storage, FileSystemStorage)
        document.file.save("关于 养蜂.pdf", ContentFile(b"%PDF-" + CONTENT), save=False)
        document._set_document_file_metadata()
        document.save()
        self.case = case
        return document

    def test_of_a_public_item(self, document):
        states.publish(self.case)
        client = Client()
        response = client.get(document.url)
        assert body(response) == b"%PDF-" + CONTENT
        assert response["Content-Disposition"].startswith("inline")
        assert "filename*=utf-8''%E5%85%B3%E4%BA%8E" in response["Content-Disposition"]
        assert response["ETag"] == f'"{document.file_hash}"'
        assert response["Cache-Control"] == "no-cache"
        part = client.get(
            document.url, headers={"Range": "bytes=0-4", "If-Range": response["ETag"]}
        )
        assert part.status_code == 206
        assert body(part) == b"%PDF-"
        assert client.head(document.url)["Content-Length"] == str(SIZE + 5)
        modified = {"If-Modified-Since": response["Last-Modified"]}
        assert client.get(document.url, headers=modified).status_code == 304

    @pytest.mark.parametrize("location", ["", "/protected/"])
    def test_of_a_draft(self, document, settings, location):
        settings.GONGKAI_REVIEW_ACCEL_LOCATION = location
        stranger, owner = Client(), Client()
        owner.force_login(self.case.staff.editor)
        response = stranger.get(document.url)
        assert response.status_code == 404
        assert "X-Accel-Redirect" not in response
        response = owner.get(document.url)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert bool(location) == ("X-Accel-Redirect" in response)
        assert FileReading.objects.count() == 1

    def test_a_type_that_browsers_do_not_show_is_saved(self, document):
        states.publish(self.case)
        document.file.save("名单.xlsx", ContentFile(CONTENT), save=False)
        document.save()
        owner = Client()
        owner.force_login(self.case.staff.editor)
        response = owner.get(document.url)
        assert response["Content-Disposition"].startswith("attachment")

    def test_a_file_that_is_gone_is_no_error(self, document):
        states.publish(self.case)
        document.file.storage.delete(document.file.name)
        assert Client().get(document.url).status_code == 404
