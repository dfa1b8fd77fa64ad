"""What a chat and the agents import, less the tools, which read their shop as they are imported."""

from importlib import import_module

import agents.__main__ as serving

PARTS = (
    "commands.chat",
    "main",
    "sales_agent.assistant",
    "sales_agent.conversation",
    "sales_agent.graph",
    "sales_agent.memory.embedded",
    "sales_agent.memory.encryption",
    "sales_agent.memory.profiles.book",
    "sales_agent.memory.steady_saver",
    "sales_agent.memory.steady_store",
    "sales_agent.models",
    "sales_agent.models.roster",
    "sales_agent.shop.desk",
    "sales_agent.shoppers.sessions",
)

for part in PARTS:
    import_module(part)
for name in serving.find_agents():
    serving.load_operations(name)
