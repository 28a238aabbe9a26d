"""The frame around every page: error pages and the policy a browser enforces."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.django_db


def test_an_unknown_address_answers_with_our_page_and_status_404() -> None:
    response = Client().get("/no/such/page/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


@pytest.mark.parametrize("address", ["/catalogue/topics/%00/", "/data/xpro/runs/%00/", "/news/%00/"])
def test_an_address_with_nul_in_it_is_no_page(address: str) -> None:
    assert Client().get(address).status_code == 404


def test_every_answer_carries_a_policy_that_allows_nothing_inline() -> None:
    policy = Client().get("/healthz").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("status", ["400", "403", "403_csrf", "404", "410", "500"])
def test_error_pages_can_be_drawn_when_nothing_else_works(status: str) -> None:
    page = render_to_string(f"{status}.html")
    assert "<main" in page
    assert "<script>" not in page
    assert " style=" not in page
