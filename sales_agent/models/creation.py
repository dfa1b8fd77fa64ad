"""Making the model that a spec names; a provider's packages are imported only when it is used."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from sales_agent.errors import SalesAgentError
from sales_agent.settings import OFFLINE, ModelSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_GOOGLE = "google_genai"
_FORMS = f"give {OFFLINE!r} or 'provider:name', such as 'google_genai:gemini-2.5-flash'"


class ModelUnavailable(SalesAgentError):
    """A model that cannot be made: no such provider, package or key."""

    code: ClassVar[str] = "model_unavailable"


def create_model(
    spec: str | None = None, *, settings: ModelSettings | None = None
) -> "BaseChatModel":
    """Make the model of a spec: `offline`, or `provider:name`; None takes the environment's.

    Raises:
        ModelUnavailable: the provider is unknown, not installed, or its key is missing.
    """
    settings = settings or ModelSettings.from_env()
    if spec:
        settings = replace(settings, spec=spec)
    if settings.spec == OFFLINE:
        from sales_agent.models.offline.model import OfflineModel  # noqa: PLC0415 it costs 0.5 s

        return OfflineModel()
    provider, _, name = settings.spec.partition(":")
    if not provider or not name:
        raise ModelUnavailable(f"unknown model {settings.spec!r}; {_FORMS}")
    return _provided(settings, provider)


def _provided(settings: ModelSettings, provider: str) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 only who asks for it waits

    if provider == _GOOGLE and not settings.google_api_key:
        raise ModelUnavailable(
            f"model {settings.spec!r} needs a key; set GOOGLE_API_KEY, or take {OFFLINE!r}"
        )
    try:
        model: BaseChatModel = init_chat_model(settings.spec, **_options(settings, provider))
    except ImportError as error:
        package = f"langchain-{provider.replace('_', '-')}"
        raise ModelUnavailable(
            f"model {settings.spec!r} needs {package}; pip install {package}, or take {OFFLINE!r}"
        ) from error
    except ValueError as error:
        raise ModelUnavailable(f"model {settings.spec!r} cannot be made; {_FORMS}") from error
    return model


def _options(settings: ModelSettings, provider: str) -> dict[str, Any]:
    options: dict[str, Any] = {"timeout": settings.timeout_s, "max_retries": 1}
    if settings.base_url:
        options["base_url"] = settings.base_url
    if provider == _GOOGLE:
        options["api_key"] = settings.google_api_key
    return options
