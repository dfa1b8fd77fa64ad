"""Which model is made, and what is said when none can be."""

import subprocess
import sys

import pytest

from sales_agent.models import create_model
from sales_agent.models.creation import ModelUnavailable
from sales_agent.settings import InvalidSetting, ModelSettings


def test_offline_is_made_without_a_key():
    assert create_model(settings=ModelSettings())._llm_type == "offline"


def test_spec_overrides_the_settings():
    settings = ModelSettings("google_genai:gemini-2.5-flash")
    assert create_model("offline", settings=settings)._llm_type == "offline"


@pytest.mark.parametrize("spec", ["nonsense", "nobody:model-1", ":x", "openai:"])
def test_unknown_model_names_the_way_out(spec):
    with pytest.raises(ModelUnavailable, match="offline"):
        create_model(spec, settings=ModelSettings())


def test_gemini_without_a_key_says_what_to_set():
    with pytest.raises(ModelUnavailable, match="GOOGLE_API_KEY"):
        create_model("google_genai:gemini-2.5-flash", settings=ModelSettings())


def test_google_key_alone_chooses_gemini(monkeypatch):
    monkeypatch.delenv("SALES_MODEL", raising=False)
    monkeypatch.setenv("GOOGLE_API_KEY", "k")
    assert ModelSettings.from_env().spec == "google_genai:gemini-2.5-flash"


def test_timeout_that_is_no_number_is_refused(monkeypatch):
    monkeypatch.setenv("SALES_MODEL_TIMEOUT_S", "soon")
    with pytest.raises(InvalidSetting, match="soon"):
        ModelSettings.from_env()


def test_importing_models_imports_no_provider():
    code = (
        "import sys, sales_agent.models\n"
        "print([m for m in sys.modules if 'google' in m or m == 'langchain_core'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
