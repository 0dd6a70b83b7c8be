"""What holds for every address: methods, errors, freshness, other origins, the throttle."""

from __future__ import annotations

import pytest

from tests.factories.catalogue import ItemPageFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("imports")]

PROBLEM = "application/problem+json"


def problem(response, status):
    assert response.status_code == status
    assert response["Content-Type"] == PROBLEM
    told = response.json()
    assert told["status"] == status
    assert told["type"].startswith("http://testserver/api/v1/docs/#")
    assert told["title"]
    assert told["detail"]
    return told


class TestErrors:
    def test_an_address_that_is_none(self, api, item):
        problem(api("nothing/"), 404)
        problem(api("items/no-number/"), 404)
        problem(api("items/99999999999999999999999/"), 404)
        problem(api("items/0/"), 404)

    def test_the_type_leads_to_its_explanation(self, api, client, column):
        address, _, anchor = problem(api("nothing/"), 404)["type"].partition("#")
        assert f'id="{anchor}"' in client.get(address).content.decode()

    def test_an_address_without_its_slash_leads_on(self, api, item):
        response = api("items", limit=1)
        assert response.status_code == 301
        assert response["Location"] == "/api/v1/items/?limit=1"

    @pytest.mark.parametrize(
        ("parameters", "name", "words"),
        [
            ({"limit": "0"}, "limit", "应不小于1"),
            ({"limit": "101"}, "limit", "应不大于100"),
            ({"limit": "many"}, "limit", "应为整数"),
            ({"colour": "red"}, "colour", "没有这个参数"),
            ({"page": "2"}, "page", "没有这个参数"),
            ({"category": "99"}, "category", "没有“99”这个选项"),
            ({"organ": "nobody"}, "organ", "没有“nobody”这个选项"),
            ({"kind": "poem"}, "kind", "没有“poem”这个选项"),
            ({"year": "13"}, "year", "应不小于1949"),
            ({"published_since": "yesterday"}, "published_since", "应为日期"),
            ({"updated_since": "yesterday"}, "updated_since", "应为日期"),
            ({"updated_since": "0173-01-26T06:57:46-21:37"}, "updated_since", "应为日期"),
            ({"updated_since": "9999-12-31T23:59:59-23:59"}, "updated_since", "应为日期"),
            ({"order": "title"}, "order", "没有这个排序"),
            ({"fields": "body"}, "fields", "没有字段body"),
            ({"cursor": "garbage"}, "cursor", "游标无效"),
            ({"cursor": "WyJhIiwxXQ"}, "cursor", "游标无效"),
            # ["index_number", "\ud800", 1]: half a character.
            (
                {"order": "index_number", "cursor": "WyJpbmRleF9udW1iZXIiLCAiXHVkODAwIiwgMV0"},
                "cursor",
                "游标无效",
            ),
            ({"q": "a\x00b"}, "q", "不能使用的字符"),
            ({"column": "999"}, "column", "没有这个栏目"),
            ({"year": ["2012", "2013"]}, "year", "只能填写一次"),
        ],
    )
    def test_what_is_not_understood_is_refused_and_named(self, api, item, parameters, name, words):
        told = problem(api("items/", **parameters), 400)
        assert [each["name"] for each in told["errors"]] == [name]
        assert words in told["errors"][0]["detail"]
        assert "已忽略" not in told["detail"]

    def test_more_parameters_than_the_server_takes(self, client, column, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
        told = problem(client.get("/api/v1/items/?a&b&c&d&e&f"), 400)
        assert "参数过多" in told["detail"]

    def test_keys_that_no_table_has(self, api, item):
        for place in ("items/", "changes/", "categories/"):
            problem(api(place, column=str(10**30)), 400)

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_nothing_can_be_written(self, client, column, method):
        response = getattr(client, method)("/api/v1/items/")
        problem(response, 405)
        assert response["Allow"] == "GET, HEAD, OPTIONS"

    def test_an_internal_error_is_told_without_its_cause(self, client, column, monkeypatch):
        def fail(*args):
            raise RuntimeError("the password is swordfish")

        monkeypatch.setattr("api.v1.structure.organs", fail)
        client.raise_request_exception = False
        told = problem(client.get("/api/v1/organs/"), 500)
        assert "swordfish" not in str(told)


class TestFreshness:
    def test_who_has_it_is_told_so_until_something_changes(self, client, column, item):
        first = client.get("/api/v1/items/")
        again = client.get("/api/v1/items/", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        ItemPageFactory(parent=column.category, organ=column.office)
        changed = client.get("/api/v1/items/", headers={"If-None-Match": first["ETag"]})
        assert changed.status_code == 200
        assert len(changed.json()["items"]) == 2
        assert changed["ETag"] != first["ETag"]

    def test_what_is_withdrawn_is_gone_at_once(self, api, item):
        assert api(f"items/{item.pk}/").status_code == 200
        item.unpublish()
        problem(api(f"items/{item.pk}/"), 404)
        assert api("items/").json()["items"] == []

    def test_who_signs_in_gets_the_same_and_no_cookie(self, client, item):
        anonymous = client.get("/api/v1/items/")
        client.force_login(UserFactory(admin=True))
        signed_in = client.get("/api/v1/items/")
        assert signed_in.json() == anonymous.json()
        assert not signed_in.cookies
        assert "Cookie" not in anonymous.get("Vary", "")

    def test_answers_are_packed_for_who_can_unpack(self, client, column):
        for _ in range(8):
            ItemPageFactory(parent=column.category, organ=column.office)
        response = client.get("/api/v1/items/", headers={"Accept-Encoding": "br"})
        assert response["Content-Encoding"] == "br"
        assert "Accept-Encoding" in response["Vary"]


class TestOtherOrigins:
    def test_any_page_may_read(self, client, item):
        response = client.get("/api/v1/items/", headers={"Origin": "https://example.org"})
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        for name in ("ETag", "Link", "RateLimit", "Retry-After"):
            assert name in response["Access-Control-Expose-Headers"]

    def test_errors_can_be_read_too(self, api, column):
        assert api("nothing/")["Access-Control-Allow-Origin"] == "*"

    def test_a_browser_may_ask_beforehand(self, client, column):
        response = client.options(
            "/api/v1/items/",
            headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"},
        )
        assert response.status_code == 204
        assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"

    def test_head_is_get_without_its_body(self, client, item):
        head, get = client.head("/api/v1/items/"), client.get("/api/v1/items/")
        assert head.status_code == 200
        assert head.content == b""
        assert head["ETag"] == get["ETag"]


class TestThrottle:
    def test_what_is_left_is_told_and_then_refused(self, client, item, settings):
        settings.GONGKAI_API_RATE_LIMIT = (3, 60)
        for left in (2, 1, 0):
            response = client.get("/api/v1/items/")
            assert response.status_code == 200
            assert response["RateLimit-Policy"] == '"default";q=3;w=60'
            assert response["RateLimit"].startswith(f'"default";r={left};t=')
        response = client.get("/api/v1/items/")
        told = problem(response, 429)
        assert 0 < int(response["Retry-After"]) <= 60
        assert response["Retry-After"] in told["detail"]
        assert client.get("/api/v1/items/", REMOTE_ADDR="203.0.113.9").status_code == 200

    @pytest.mark.parametrize(
        ("address", "status"),
        [("items/?colour=red", 400), ("items/?limit=0", 400), ("items/0/", 404)],
    )
    def test_what_is_refused_is_counted_and_says_so(self, client, item, settings, address, status):
        settings.GONGKAI_API_RATE_LIMIT = (3, 60)
        response = client.get(f"/api/v1/{address}")
        assert response.status_code == status
        assert response["RateLimit"].startswith('"default";r=2;')

    def test_who_has_it_already_is_counted_too(self, client, item, settings):
        settings.GONGKAI_API_RATE_LIMIT = (2, 60)
        etag = client.get("/api/v1/items/")["ETag"]
        again = client.get("/api/v1/items/", headers={"If-None-Match": etag})
        assert again["RateLimit"].startswith('"default";r=0;')
        assert client.get("/api/v1/items/", headers={"If-None-Match": etag}).status_code == 429

    def test_there_need_be_no_limit(self, client, item, settings):
        settings.GONGKAI_API_RATE_LIMIT = None
        assert "RateLimit" not in client.get("/api/v1/items/")
