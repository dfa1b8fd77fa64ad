"""Which models `auto` picks, by what is known of them and which keys are set."""

import pytest

from sales_agent.models.creation import ModelUnavailable
from sales_agent.models.registry import load_registry
from sales_agent.models.selection import names_of
from sales_agent.settings import ModelSettings

KEYS = {"GOOGLE_API_KEY": "g", "ANTHROPIC_API_KEY": "a"}


def names(spec: str, median_ms=lambda name: None, **variables: str) -> list[str]:
    settings = ModelSettings(spec, variables=variables or KEYS)
    return names_of(settings, load_registry(), median_ms)


def test_pins_stand_as_they_are():
    assert names("anthropic:claude-x, offline") == ["anthropic:claude-x", "offline"]


def test_cost_picks_the_cheapest_that_has_a_key():
    picked = names("auto:cost")

    assert picked[0] == "google_genai:gemini-2.5-flash-lite"
    assert picked[-2:] == ["anthropic:claude-opus-4-5", "offline"]
    assert not any(name.startswith("openai") for name in picked)


def test_latency_picks_the_fastest_as_measured():
    measured = {"anthropic:claude-haiku-4-5": 900.0, "google_genai:gemini-2.5-pro": 700.0}

    assert names("auto:latency", measured.get)[:3] == [
        "google_genai:gemini-2.5-pro",
        "anthropic:claude-haiku-4-5",
        "google_genai:gemini-2.5-flash-lite",
    ]


def test_context_leaves_out_what_reads_less():
    assert names("auto:cost+images+500k", ANTHROPIC_API_KEY="a", GOOGLE_API_KEY="g")[:-1] == [
        name for name in names("auto:cost")[:-1] if name.startswith("google_genai")
    ]


def test_auto_may_follow_a_pin():
    picked = names("anthropic:claude-haiku-4-5,auto:cost")

    assert picked[:2] == ["anthropic:claude-haiku-4-5", "google_genai:gemini-2.5-flash-lite"]
    assert picked.count("anthropic:claude-haiku-4-5") == 1


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("auto", "auto:cost or auto:latency"),
        ("auto:speed", "auto:cost or auto:latency"),
        ("auto:cost+songs", "unknown ability 'songs'"),
        ("auto:cost+900000000", "set a provider's key"),
    ],
)
def test_wish_that_cannot_be_met_is_explained(spec, words):
    with pytest.raises(ModelUnavailable, match=words):
        names(spec)


def test_auto_without_any_key_says_what_to_set():
    with pytest.raises(ModelUnavailable, match="GOOGLE_API_KEY"):
        names("auto:cost", SALES="")
