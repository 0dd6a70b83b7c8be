"""Nothing is sent to the inside of the network, however the address is written."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from django.core.exceptions import ValidationError

from webhooks import transport
from webhooks.addresses import RefusedAddressError, check_url, require_allowed
from webhooks.transport import post

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",  # noqa: S104 - nothing is bound to it
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_addresses_of_the_inside_are_refused(address):
    with pytest.raises(RefusedAddressError, match="GONGKAI_WEBHOOKS_ALLOWED_NETWORKS"):
        require_allowed(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_are_not(address):
    require_allowed(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://www.example.org/",
        "ftp://www.example.org/",
        "https://user:secret@www.example.org/",
        "https:///hooks",
        "https://www.example.org/#part",
        "https://www.example.org:99999/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[",
    ],
)
def test_urls_that_lead_nowhere_good_are_refused_when_typed(url):
    with pytest.raises(ValidationError):
        check_url(url)


@pytest.mark.parametrize("name", ["https://2130706433/", "https://0x7f.1/", "https://localhost/"])
def test_spellings_of_this_machine_are_refused_when_connecting(name):
    answer = post(name, b"{}", {})
    assert answer.status is None
    assert answer.error


def test_a_name_that_leads_inside_as_well_is_refused(monkeypatch):
    places = [("93.184.216.34", 443), ("10.0.0.1", 443)]
    monkeypatch.setattr(
        transport.socket,
        "getaddrinfo",
        lambda *args, **kwargs: [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", place) for place in places
        ],
    )
    monkeypatch.setattr(
        transport.socket, "socket", lambda *args: pytest.fail("it connected somewhere")
    )
    assert "10.0.0.1" in post("https://www.example.org/", b"{}", {}).error


def test_a_name_is_asked_for_once_and_the_answer_is_where_it_goes(monkeypatch):
    """A second answer, such as of a name server that rebinds, is never asked for."""
    asked, went = [], []

    def answer(host, port, **kwargs):
        asked.append(host)
        address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    class Recorder:
        def __init__(self, *args):
            """No network."""

        def settimeout(self, seconds):
            """Nothing to wait for."""

        def connect(self, place):
            went.append(place)
            raise ConnectionRefusedError

        def close(self):
            """Nothing is open."""

    monkeypatch.setattr(transport.socket, "getaddrinfo", answer)
    monkeypatch.setattr(transport.socket, "socket", Recorder)
    post("https://www.example.org/", b"{}", {})
    assert asked == ["www.example.org"]
    assert went == [("93.184.216.34", 443)]


def test_a_network_of_ones_own_can_be_allowed(settings):
    settings.GONGKAI_WEBHOOKS_ALLOWED_NETWORKS = ["10.20.0.0/16"]
    require_allowed(ipaddress.ip_address("10.20.3.4"))
    with pytest.raises(RefusedAddressError):
        require_allowed(ipaddress.ip_address("10.21.0.1"))
