"""What is known of models, and a shop's own file over it."""

import json

import pytest

from sales_agent.models.registry import FREE, ModelCard, Price, load_registry
from sales_agent.settings import GEMINI, InvalidSetting

OWN = {
    "providers": {"rack": {"client": "openai", "baseUrl": "http://rack:8000/v1", "isOwn": True}},
    "models": {
        "rack:qwen3-32b": {"images": True, "contextTokens": 40_000},
        GEMINI: {"images": True, "price": {"in": "0.15", "out": 1}},
    },
}


@pytest.fixture
def own(tmp_path):
    def write(data):
        file = tmp_path / "models.json"
        file.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
        return file

    return write


def test_usual_models_have_abilities_and_prices():
    registry = load_registry()

    assert registry.card(GEMINI).price == Price(300_000, 2_500_000)
    assert all(card.price and card.has_tools for card in registry.models.values())
    assert registry.priced_on


def test_cost_is_rounded_up_to_a_micro_unit():
    assert Price(300_000, 2_500_000).cost(1, 0) == 1
    assert Price(300_000, 2_500_000).cost(10_000, 400) == 3_000 + 1_000
    assert FREE.cost(10_000, 400) == 0


def test_own_file_adds_and_overrides(own):
    registry = load_registry(own(OWN))

    assert registry.provider("rack").base_url == "http://rack:8000/v1"
    assert registry.provider("rack").address_variable == "RACK_BASE_URL"
    assert registry.card("rack:qwen3-32b").context_tokens == 40_000
    assert registry.card(GEMINI).price == Price(150_000, 1_000_000)
    assert registry.card("openai:gpt-4.1-mini").price


def test_model_that_nobody_knows_is_taken_as_plain():
    registry = load_registry()

    assert registry.card("mistralai:new") == ModelCard("mistralai:new", price=None)
    assert registry.card("ollama:llama").price == FREE
    assert registry.card("offline").price == FREE


@pytest.mark.parametrize(
    "data",
    [
        "{",
        "[]",
        {"providers": {"rack": {}}},
        {"models": {"no-provider": {}}},
        {"models": {"a:b": {"price": {"in": "much", "out": "1"}}}},
        {"models": {"a:b": {"price": {"in": "-1", "out": "1"}}}},
        {"models": {"a:b": {"price": {"in": "1"}}}},
    ],
)
def test_file_that_is_no_registry_is_named(own, data):
    with pytest.raises(InvalidSetting, match=r"models\.json"):
        load_registry(own(data))


def test_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InvalidSetting, match="SALES_MODELS_FILE"):
        load_registry(tmp_path / "none.json")
