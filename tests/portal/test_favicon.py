"""Browsers that show a file ask for the site's icon at its usual address."""

from __future__ import annotations


def test_the_usual_address_leads_to_the_icon(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response.url.startswith("/static/gongkai_catalogue/favicon")
