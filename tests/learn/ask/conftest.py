"""The assistant's tests may put another model in the place of the one that quotes."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from learnstead.adapters.language_model.openai_compatible import OpenAICompatible
from learnstead.ports.language_model import Budget
from learnstead.ports.services import install, services
from tests.adapters.language_model.fake_provider import FakeProvider, provider

Use = Callable[..., FakeProvider]


@pytest.fixture
def fake() -> Iterator[FakeProvider]:
    """A provider that answers what it is told to; the product asks it from now on."""
    before = services()
    with provider() as one:
        model = OpenAICompatible(url=one.url, key="the provider's key", models=["small", "large"])
        install(replace(before, language_model=model, language_budget=Budget()))
        yield one
    install(before)
