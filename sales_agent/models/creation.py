"""Making the model that a name stands for; a provider's packages are imported only then."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, ClassVar

from sales_agent.errors import SalesAgentError
from sales_agent.models.registry import Provider, Registry, load_registry
from sales_agent.settings import OFFLINE, ModelSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_GOOGLE = "google_genai"
_OPENAI = "openai"
_FORMS = f"give {OFFLINE!r} or 'provider:name', such as 'google_genai:gemini-2.5-flash'"
NO_KEY = "none"
"""What a server of one's own is given where its client insists on a key."""


class ModelUnavailable(SalesAgentError):
    """A model that cannot be made: no such provider, package or key."""

    code: ClassVar[str] = "model_unavailable"


@dataclass(frozen=True)
class Access:
    """How a model is reached, as the settings say.

    Attributes:
        provider: Who serves it.
        model: Its name there.
        base_url: The address; None is the client's usual one.
        key: The key, never shown whole.
        key_variable: The environment variable that it stands in.
    """

    provider: Provider
    model: str
    base_url: str | None
    key: str | None
    key_variable: str | None

    def __repr__(self) -> str:
        """Without the key."""
        return f"Access({self.provider.name}:{self.model} at {self.base_url or 'the usual place'})"


def access_to(name: str, settings: ModelSettings, registry: Registry) -> Access:
    """How the model `provider:name` is reached.

    Raises:
        ModelUnavailable: the name is none, its client is not installed, or its key is missing.
    """
    provider_name, _, model = name.partition(":")
    if not provider_name or not model:
        raise ModelUnavailable(f"unknown model {name!r}; {_FORMS}")
    provider = registry.provider(provider_name)
    key = _key_for(name, provider, settings.variables)
    if provider.is_known and find_spec(f"langchain_{provider.client}") is None:
        raise _not_installed(name, provider)
    return Access(provider, model, _address(provider, settings), key, provider.key)


def create_model(
    spec: str | None = None,
    *,
    settings: ModelSettings | None = None,
    registry: Registry | None = None,
) -> "BaseChatModel":
    """Make the model of a name: `offline`, or `provider:name`; None takes the settings' first.

    Raises:
        ModelUnavailable: the provider is unknown, not installed, or its key is missing.
    """
    settings = settings or ModelSettings.from_env()
    name = spec or settings.first
    if name == OFFLINE:
        from sales_agent.models.offline.model import OfflineModel  # noqa: PLC0415 it costs 0.5 s

        return OfflineModel()
    registry = registry or load_registry(settings.models_file)
    return _provided(name, access_to(name, settings, registry), settings)


def _provided(name: str, access: Access, settings: ModelSettings) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 only who asks for it waits

    try:
        model: BaseChatModel = init_chat_model(
            access.model, model_provider=access.provider.client, **_options(access, settings)
        )
    except ImportError as error:
        raise _not_installed(name, access.provider) from error
    except Exception as error:
        kind = type(error).__name__
        raise ModelUnavailable(f"model {name!r} cannot be made ({kind}); {_FORMS}") from error
    return model


def _options(access: Access, settings: ModelSettings) -> dict[str, Any]:
    """What a client is made with; our own deadline and retries stand above its own."""
    client = access.provider.client
    options: dict[str, Any] = {
        "timeout": settings.timeout_s,
        "max_retries": 1 if client == _GOOGLE else 0,  # Google's client counts attempts
    }
    if access.base_url:
        options["base_url"] = access.base_url
    if access.key:
        options["api_key"] = access.key
    if client == _OPENAI:
        options["stream_usage"] = True
        is_openai = access.provider.name == _OPENAI and access.base_url == access.provider.base_url
        if not is_openai:  # only OpenAI's own server knows its newer interface
            options["use_responses_api"] = False
    return options


def _key_for(name: str, provider: Provider, variables: Mapping[str, str]) -> str | None:
    if provider.key is None:
        return None
    if key := variables.get(provider.key):
        return key
    if provider.is_own:
        return NO_KEY
    raise ModelUnavailable(f"model {name!r} needs a key; set {provider.key}, or take {OFFLINE!r}")


def _address(provider: Provider, settings: ModelSettings) -> str | None:
    """SALES_MODEL_BASE_URL is for the provider of the chain's first model."""
    if settings.base_url and settings.first.partition(":")[0] == provider.name:
        return settings.base_url
    return settings.variables.get(provider.address_variable) or provider.base_url


def _not_installed(name: str, provider: Provider) -> ModelUnavailable:
    package = f"langchain-{provider.client.replace('_', '-')}"
    return ModelUnavailable(
        f"model {name!r} needs {package}; pip install {package}, or take {OFFLINE!r}"
    )
