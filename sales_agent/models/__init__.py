"""The models that can lead the conversation: the built-in one, or a provider's."""

from sales_agent.models.creation import create_model

__all__ = ["create_model"]
