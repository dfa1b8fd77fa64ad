"""Which model is made, how it is reached, and what is said when none can be."""

import subprocess
import sys

import pytest

from sales_agent.models import create_model, load_registry, open_chain
from sales_agent.models.creation import ModelUnavailable, access_to
from sales_agent.settings import OFFLINE, InvalidSetting, ModelSettings

GEMINI = "google_genai:gemini-2.5-flash"


def settings_of(spec: str = OFFLINE, base_url: str | None = None, **variables: str):
    return ModelSettings(spec, base_url=base_url, variables=variables)


def access(name: str, settings: ModelSettings):
    return access_to(name, settings, load_registry())


def test_offline_is_made_without_a_key():
    assert create_model(settings=ModelSettings())._llm_type == "offline"


def test_spec_overrides_the_settings():
    settings = ModelSettings("google_genai:gemini-2.5-flash")
    assert create_model("offline", settings=settings)._llm_type == "offline"


@pytest.mark.parametrize("spec", ["nonsense", "nobody:model-1", ":x", "openai:"])
def test_unknown_model_names_the_way_out(spec):
    with pytest.raises(ModelUnavailable, match="offline"):
        create_model(spec, settings=ModelSettings())


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        (GEMINI, "GOOGLE_API_KEY"),
        ("openai:gpt-4.1-mini", "OPENAI_API_KEY"),
        ("anthropic:claude-haiku-4-5", "ANTHROPIC_API_KEY"),
        ("deepinfra:deepseek-ai/DeepSeek-V3.1", "DEEPINFRA_API_KEY"),
        ("openrouter:deepseek/deepseek-chat:free", "OPENROUTER_API_KEY"),
    ],
)
def test_missing_key_says_what_to_set(name, variable):
    with pytest.raises(ModelUnavailable, match=variable):
        create_model(name, settings=ModelSettings())


def test_google_key_alone_chooses_gemini(monkeypatch):
    monkeypatch.delenv("SALES_MODEL", raising=False)
    monkeypatch.setenv("GOOGLE_API_KEY", "k")
    assert ModelSettings.from_env().spec == "google_genai:gemini-2.5-flash"


@pytest.mark.parametrize("name", ["SALES_MODEL_TIMEOUT_S", "SALES_MODEL_TURN_TIMEOUT_S"])
@pytest.mark.parametrize("given", ["soon", "0", "-1", "inf", "nan"])
def test_timeout_that_is_no_number_is_refused(monkeypatch, name, given):
    monkeypatch.setenv(name, given)
    with pytest.raises(InvalidSetting, match=f"{name} is '{given}'"):
        ModelSettings.from_env()


def test_provider_has_its_own_key_and_address():
    settings = settings_of(
        "deepinfra:a/b, openai:c",
        DEEPINFRA_API_KEY="key-of-deepinfra",
        OPENAI_API_KEY="key-of-openai",
        OPENAI_BASE_URL="http://shop.example/v1",
    )

    first, second = (access(name, settings) for name in settings.chain)

    assert (first.key, first.model) == ("key-of-deepinfra", "a/b")
    assert first.base_url == "https://api.deepinfra.com/v1/openai"
    assert (second.key, second.base_url) == ("key-of-openai", "http://shop.example/v1")
    assert "key-of" not in f"{first!r}{second!r}{settings!r}"


def test_base_url_is_for_the_first_model_s_provider():
    keys = {"GOOGLE_API_KEY": "g", "OPENAI_API_KEY": "o"}
    settings = settings_of(f"{GEMINI},openai:x", "http://127.0.0.1:1", **keys)

    assert access(GEMINI, settings).base_url == "http://127.0.0.1:1"
    assert access("openai:x", settings).base_url == "https://api.openai.com/v1"


def test_server_of_one_s_own_needs_no_key():
    made = create_model("ollama:qwen3", settings=settings_of())

    assert made.openai_api_base == "http://127.0.0.1:11434/v1"
    assert made.stream_usage is True


def test_chain_ends_in_the_offline_model():
    settings = settings_of(f"{GEMINI}, openai:gpt-4.1-mini", GOOGLE_API_KEY="g", OPENAI_API_KEY="o")

    assert list(open_chain(settings, load_registry())) == [
        "google_genai:gemini-2.5-flash",
        "openai:gpt-4.1-mini",
        "offline",
    ]


def test_chain_with_a_missing_key_is_refused_at_the_start():
    with pytest.raises(ModelUnavailable, match="ANTHROPIC_API_KEY"):
        open_chain(settings_of("offline,anthropic:claude-haiku-4-5"), load_registry())


@pytest.mark.parametrize("spec", ["offline,nobody:model-1", "offline,azure_openai:x"])
def test_chain_with_what_only_langchain_knows_is_tried_at_the_start(spec):
    with pytest.raises(ModelUnavailable, match="cannot be made"):
        open_chain(settings_of(spec), load_registry())


def test_fallback_is_imported_when_it_is_asked():
    code = (
        "import sys\n"
        "from sales_agent.models import load_registry, open_chain\n"
        "from sales_agent.settings import ModelSettings\n"
        "keys = {'GOOGLE_API_KEY': 'g', 'OPENAI_API_KEY': 'o'}\n"
        "spec = 'offline,openai:gpt-4.1-mini,google_genai:gemini-2.5-flash'\n"
        "chain = open_chain(ModelSettings(spec, variables=keys), load_registry())\n"
        "names = ('langchain_openai', 'langchain_google_genai')\n"
        "print([name in sys.modules for name in names])\n"
        "chain['openai:gpt-4.1-mini']\n"
        "print([name in sys.modules for name in names])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[False, False]", "[True, False]"]


def test_importing_models_imports_no_provider():
    code = (
        "import sys, sales_agent.models\n"
        "print([m for m in sys.modules if 'google' in m or m == 'langchain_core'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
