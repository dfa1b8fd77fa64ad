"""The models that can lead the conversation: the built-in one, or a provider's."""

from sales_agent.models.chain import Chain, open_chain
from sales_agent.models.creation import create_model
from sales_agent.models.registry import load_registry

__all__ = ["Chain", "create_model", "load_registry", "open_chain"]
