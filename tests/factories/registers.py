"""Rows of the registers."""

from __future__ import annotations

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from disclosure_pages.models import (
    Activity,
    Application,
    Charge,
    Decision,
    Dispute,
    Message,
    RegisterConfirmation,
)
from disclosure_pages.registers.kinds import (
    ActivityKind,
    Channel,
    ChargeKind,
    DecisionKind,
    MessageKind,
    Register,
)
from tests.factories.catalogue import OrganFactory

YEAR = 2025


class RowFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    organ = factory.SubFactory(OrganFactory)


class DecisionFactory(RowFactory):
    class Meta:
        model = Decision

    kind = DecisionKind.LICENCE
    decided_on = date(YEAR, 3, 3)
    matter = "林木采伐许可"


class ChargeFactory(RowFactory):
    class Meta:
        model = Charge

    kind = ChargeKind.ADMINISTRATIVE
    charged_on = date(YEAR, 3, 3)
    item = "占道费"
    amount = 100


class ApplicationFactory(RowFactory):
    """An application of a person that is open; give ``result`` and ``finished_on`` together."""

    class Meta:
        model = Application

    number = factory.Sequence(lambda n: f"{YEAR}-{n:03}")
    channel = Channel.NETWORK
    applicant = "person"
    received_on = date(YEAR, 3, 3)


class DisputeFactory(RowFactory):
    """A reconsideration that is pending."""

    class Meta:
        model = Dispute

    block = "reconsideration"
    accepted_on = date(YEAR, 3, 3)


class MessageFactory(RowFactory):
    class Meta:
        model = Message

    kind = MessageKind.MAILBOX
    received_on = date(YEAR, 3, 3)
    subject = "路灯不亮"


class ActivityFactory(RowFactory):
    class Meta:
        model = Activity

    kind = ActivityKind.MEETING
    held_on = date(YEAR, 3, 3)
    title = "政务公开工作会议"


class ConfirmationFactory(DjangoModelFactory):
    class Meta:
        model = RegisterConfirmation

    organ = factory.SubFactory(OrganFactory)
    year = YEAR
    register = Register.APPLICATIONS
    confirmed_at = factory.LazyFunction(timezone.now)
