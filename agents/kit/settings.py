"""What an agent reads from its surroundings."""

import os
from dataclasses import dataclass
from pathlib import Path

from contracts import settings as shared


@dataclass(frozen=True)
class AgentSettings:
    """Settings of one agent process."""

    data_dir: Path
    signing_key: bytes
    has_sample: bool = True

    @classmethod
    def from_env(cls) -> "AgentSettings":
        """Read them from the environment."""
        directory = shared.data_dir()
        return cls(
            data_dir=directory,
            signing_key=shared.signing_key(directory),
            has_sample=os.environ.get("SALES_SAMPLE", "1") != "0",
        )

    def store_url(self, agent: str) -> str:
        """Where an agent's tables lie: its own SQLite file of the data directory."""
        return f"sqlite:///{self.data_dir / 'agents' / agent.replace('-', '_')}.sqlite"
