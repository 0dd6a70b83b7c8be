"""The demo town's content: what it counts up to, and that everything it names exists."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from datetime import date, timedelta

import docx
import openpyxl
import pytest

from disclosure_pages.demo import categories, codes, guide, organs, report_2013, town, vocabularies
from disclosure_pages.demo.attachments import attachments_for, has_attachments
from disclosure_pages.demo.build import text_of
from disclosure_pages.demo.calendar import working_days
from disclosure_pages.demo.items import NEWEST, demo_items

KINDS_OF_2013 = {"document": 121, "news": 623, "message": 235, "other": 69}


@pytest.fixture(scope="module")
def items():
    return list(demo_items())


@pytest.fixture(scope="module")
def of_2013(items):
    return [item for item in items if item["published_on"].startswith("2013")]


def test_2013_adds_up_to_the_figures_of_the_report(of_2013):
    assert Counter(item["kind"] for item in of_2013) == KINDS_OF_2013
    assert len(of_2013) == 1048


def test_some_hundred_items_belong_to_other_years(items, of_2013):
    assert 250 <= len(items) - len(of_2013) <= 400
    years = {item["published_on"][:4] for item in items}
    assert years == {str(year) for year in (*range(2008, 2017), 2024, 2025, 2026)}


def test_every_month_and_every_organ_published_in_2013(of_2013):
    months = Counter(item["published_on"][5:7] for item in of_2013)
    assert len(months) == 12
    assert min(months.values()) >= 40
    assert {item["organ"] for item in of_2013} == set(organs.BY_SLUG)


def test_the_home_page_is_fresh(items):
    newest = [date.fromisoformat(item["published_on"]) for item in items]
    assert max(newest) <= NEWEST
    assert sum(day > NEWEST - timedelta(weeks=3) for day in newest) >= 5


def test_keys_and_titles_are_unique(items):
    assert len({item["key"] for item in items}) == len(items)
    assert len({(item["title"], item["published_on"]) for item in items}) == len(items)
    assert len({(item["title"], item["written_on"]) for item in items}) == len(items)


def test_bodies_are_not_repeated(items):
    bodies = Counter(text_of(item["body"]) for item in items)
    repeated = sum(count - 1 for count in bodies.values())
    assert repeated <= len(items) // 50


def test_items_come_in_order_of_publication(items):
    order = [item["published_on"] for item in items]
    assert order == sorted(order)


def test_published_on_a_working_day_within_twenty_of_the_day_of_writing(items):
    for item in items:
        written = date.fromisoformat(item["written_on"])
        published = date.fromisoformat(item["published_on"])
        days = working_days(published.year)
        assert published in days, item["key"]
        assert written.year == published.year
        assert written <= published
        assert sum(written < day <= published for day in days) <= 20, item["key"]


def test_summaries_are_one_to_a_hundred_characters(items):
    for item in items:
        assert 8 <= len(item["summary"]) <= 100, item["key"]
        assert item["summary"].endswith("。"), item["key"]


def test_bodies_are_short_texts_or_well_formed_tables(items):
    for item in items:
        if isinstance(item["body"], str):
            assert 2 <= len(item["body"].split("\n")) <= 7, item["key"]
            continue
        for block in item["body"]:
            if block["type"] == "table":
                assert {len(row) for row in block["rows"]} == {len(block["header"])}


def test_no_template_slot_is_left_open(items):
    for item in items:
        text = item["title"] + text_of(item["body"]) + item["summary"]
        assert not re.search(r"[{}]", text), item["key"]


def test_everything_an_item_names_exists(items):
    keys = {item["key"] for item in items}
    for item in items:
        assert item["organ"] in organs.BY_SLUG
        assert item["category"] in categories.ALL_CODES
        assert item["topic"] in vocabularies.TOPICS, item["topic"]
        assert item["genre"] in vocabularies.GENRES
        assert item["audience"] in vocabularies.AUDIENCES
        assert item["kind"] in vocabularies.KINDS
        assert item["keywords"]
        for name in ("repealed_by", "interprets"):
            assert not item[name] or item[name] in keys, (item["key"], item[name])


def test_document_numbers_are_normal_unique_and_rise_with_the_date(items):
    numbered = [item for item in items if item["document_number"]]
    assert len({item["document_number"] for item in numbered}) == len(numbered)
    last: dict[str, tuple[str, int]] = {}
    for item in sorted(numbered, key=lambda item: (item["written_on"], item["key"])):
        match = re.fullmatch(r"(泗政[办批]?)〔(\d{4})〕(\d+)号", item["document_number"])
        assert match, item["document_number"]
        assert match[2] == item["written_on"][:4]
        series = match[1] + match[2]
        if series in last:
            assert int(match[3]) > last[series][1]
        last[series] = (item["written_on"], int(match[3]))


def test_abolished_items_name_a_successor_that_was_there(items):
    by_key = {item["key"]: item for item in items}
    abolished = [item for item in items if item["repealed_on"]]
    assert len(abolished) >= 12
    for item in abolished:
        successor = by_key[item["repealed_by"]]
        assert successor["written_on"] == item["repealed_on"], item["key"]
        assert item["written_on"] < item["repealed_on"]


def test_some_items_expired_some_wait_and_some_interpret(items):
    today = NEWEST.isoformat()
    assert sum(bool(item["expires_on"]) and item["expires_on"] < today for item in items) >= 5
    assert 1 <= sum(item["effective_on"] > today for item in items) <= 2
    by_key = {item["key"]: item for item in items}
    for item in items:
        if item["interprets"]:
            assert by_key[item["interprets"]]["written_on"] <= item["written_on"]
        if item["effective_on"] and item["expires_on"]:
            assert item["effective_on"] < item["expires_on"]


def test_policies_are_about_twelve_of_2008_to_2012(items):
    policies = [item for item in items if item["category"] == "policies"]
    assert len(policies) == 12
    assert {item["written_on"][:4] for item in policies} <= {str(y) for y in range(2008, 2013)}


def test_each_message_has_a_question_and_a_reply_in_that_order(items):
    for item in items:
        assert ("message" in item) == (item["kind"] == "message")
        if "message" in item:
            exchange = item["message"]
            assert exchange["question"] in item["body"]
            assert exchange["reply"] in item["body"]
            assert exchange["asked_on"] < exchange["replied_on"] <= item["published_on"]
            assert exchange["replied_by"] in organs.BY_SLUG


def test_nothing_looks_like_an_identity_or_a_mobile_number(items):
    for item in items:
        text = item["title"] + text_of(item["body"])
        assert not re.search(r"\d{15,18}|1[3-9]\d{9}", text), item["key"]


def test_content_is_the_same_every_time(items):
    assert list(demo_items()) == items


def test_items_are_plain_json(items):
    assert json.loads(json.dumps(items)) == items


# organs and categories


@pytest.mark.parametrize(
    "code",
    [
        "D2143569X",  # the example of the standard
        "000014349",  # the State Council
        "014320144",  # the municipal government of Suqian
    ],
)
def test_organisation_codes_carry_the_check_digit_of_gb_11714(code):
    assert codes.organisation_code(code[:8]) == code


def test_credit_code_check_matches_a_published_example():
    assert codes.credit_code("91350100M000100Y4"[:17]) == "91350100M000100Y43"


def test_the_town_has_valid_codes():
    town_organ = organs.BY_SLUG[organs.TOWN]
    assert codes.organisation_code(town_organ.organisation_code[:8]) == town_organ.organisation_code
    assert codes.credit_code(town_organ.credit_code[:17]) == town_organ.credit_code
    assert len(town_organ.credit_code) == 18
    assert town_organ.credit_code[8:17] == town_organ.organisation_code


def test_organs_form_a_tree_with_parents_first():
    seen = set()
    for organ in organs.ORGANS:
        assert not organ.parent or organ.parent in seen
        assert organ.slug not in seen
        seen.add(organ.slug)
    assert len(organs.COMMUNITIES) == 4
    assert len(organs.VILLAGES) == 8


def test_categories_are_unique_and_name_organs_that_exist():
    tree = [(categories.POLICIES, ""), *categories.walk(categories.CATALOGUE_CATEGORIES)]
    assert len({category.code for category, _ in tree}) == len(tree)
    siblings = [(parent, category.slug) for category, parent in tree]
    assert len(set(siblings)) == len(siblings)
    for category, _ in tree:
        assert category.organ in organs.BY_SLUG
        assert category.basis
        assert category.introduction
        assert re.fullmatch(r"[a-z0-9-]+", category.slug)


def test_every_item_of_the_two_articles_has_its_category():
    present = set(categories.ALL_CODES)
    assert {f"20-{number:02d}" for number in range(1, 16)} <= present
    assert {f"21-{number:02d}" for number in range(1, 9)} <= present


def test_categories_that_must_have_items_have_some(items):
    used = {item["category"] for item in items}
    leaves = [c for c, _ in categories.walk(categories.CATALOGUE_CATEGORIES) if not c.children]
    assert [c.code for c in leaves if c.items_required and c.code not in used] == []


# the report, the guide and the site


def test_the_report_has_five_parts_and_types_no_figure_itself():
    assert [section.heading[0] for section in report_2013.SECTIONS] == list("一二三四五")
    html = "".join(
        block.html
        for section in report_2013.SECTIONS
        for block in section.blocks
        if block.type == "prose"
    )
    assert set(re.findall(r"\{\{([a-z.]+)\}\}", html)) == set(report_2013.REFERENCED_CODES)
    numbers = re.findall(r"\d+", re.sub(r"\{\{[a-z.]+\}\}", "", html))
    assert set(numbers) <= {"2013", "2014", "12", "31", "3"}


def test_the_guide_fills_every_field():
    for name, value in vars(guide.GUIDE).items():
        assert value, name
    date.fromisoformat(guide.GUIDE.last_checked_on)


def test_the_footer_facts_are_placeholders_in_the_right_form():
    assert re.fullmatch(r"\d{10}", town.SITE_IDENTIFICATION_CODE)
    assert re.fullmatch(r"浙ICP备0{8}号", town.ICP_NUMBER)
    assert re.fullmatch(r"浙公网安备\d{14}号", town.POLICE_NUMBER)


# attachments


def test_some_thirty_items_have_attachments_that_open(items):
    kinds = Counter()
    for item in items:
        files = attachments_for(item)
        assert bool(files) == has_attachments(item)
        for name, content in files:
            kind = name.rpartition(".")[2]
            kinds[kind] += 1
            if kind == "xlsx":
                sheet = openpyxl.load_workbook(io.BytesIO(content)).active
                assert sheet["A1"].value == item["title"]
            elif kind == "docx":
                assert docx.Document(io.BytesIO(content)).paragraphs[0].text == item["title"]
            else:
                assert content.startswith(b"%PDF-")
                assert content.rstrip().endswith(b"%%EOF")
    assert 25 <= sum(kinds.values()) <= 45
    assert min(kinds[kind] for kind in ("pdf", "docx", "xlsx")) >= 5


def test_attachments_are_the_same_every_time(items):
    chosen = {}
    for item in items:
        for name, _ in attachments_for(item)[:1]:
            chosen.setdefault(name.rpartition(".")[2], item)
    assert set(chosen) == {"pdf", "docx", "xlsx"}
    for item in chosen.values():
        assert attachments_for(item) == attachments_for(item)
