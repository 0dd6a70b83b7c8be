"""The vocabularies come filled, and stay as the office edits them."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from catalogue.models import Audience, Genre, Topic
from catalogue.services.vocabularies import seed_vocabularies

pytestmark = pytest.mark.django_db


def test_a_new_database_has_the_22_classes_with_their_second_level():
    classes = Topic.objects.filter(parent=None)
    assert classes.count() == 22
    assert [topic.code for topic in classes] == [f"{number:02d}" for number in range(1, 23)]
    assert Topic.objects.get(code="02-01").full_name == "综合政务/政务公开"
    assert Topic.objects.get(code="12-04").full_name == "文化、广电、新闻出版/广播、电影、电视"
    assert not Topic.objects.filter(parent__code="22").exists()
    assert not Topic.objects.filter(name="").exists()


def test_topics_read_in_the_order_of_their_classes():
    codes = list(Topic.objects.values_list("code", flat=True))
    assert codes[:3] == ["01", "01-01", "01-02"]
    assert codes == sorted(codes)


def test_a_new_database_has_the_fifteen_genres_two_that_are_reported_and_other():
    names = list(Genre.objects.values_list("name", flat=True))
    assert len(names) == 18
    assert names[0] == "决议"
    assert names[-1] == "其他"
    reported = Genre.objects.exclude(statutory_class="")
    assert set(reported.values_list("name", "statutory_class")) == {
        ("规章", "regulation"),
        ("行政规范性文件", "normative"),
    }
    assert Audience.objects.filter(name="公民").exists()


def test_what_the_office_edited_stays_after_the_next_migration():
    Genre.objects.filter(code="yi-an").delete()
    Topic.objects.filter(code="02-01").update(name="政务公开与服务")
    call_command("migrate", verbosity=0)
    assert not Genre.objects.filter(code="yi-an").exists()
    assert Topic.objects.get(code="02-01").name == "政务公开与服务"


def test_an_emptied_vocabulary_is_filled_again_and_the_others_are_left_alone():
    Audience.objects.all().delete()
    topics = Topic.objects.count()
    seed_vocabularies()
    seed_vocabularies()
    assert Audience.objects.count() == 3
    assert Topic.objects.count() == topics


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_is_filled_again():
    call_command("flush", interactive=False, verbosity=0)
    assert Topic.objects.filter(parent=None).count() == 22
