"""What an agent reads from its surroundings."""

import os
from dataclasses import dataclass
from pathlib import Path

from contracts import settings as shared
from contracts.settings import SettingError

POSTGRES = ("postgresql://", "postgres://")


@dataclass(frozen=True)
class AgentSettings:
    """Settings of one agent process."""

    data_dir: Path
    signing_key: bytes
    has_sample: bool = True
    database_url: str | None = None

    @classmethod
    def from_env(cls) -> "AgentSettings":
        """Read them from the environment."""
        directory = shared.data_dir()
        return cls(
            data_dir=directory,
            signing_key=shared.signing_key(directory),
            has_sample=os.environ.get("SALES_SAMPLE", "1") != "0",
            database_url=_database_url(),
        )

    def store_url(self, agent: str) -> str:
        """Where an agent's tables lie: its SQLite file, or the shop's PostgreSQL database."""
        if self.database_url:
            return self.database_url
        return f"sqlite:///{self.data_dir / 'agents' / self.schema(agent)}.sqlite"

    def schema(self, agent: str) -> str:
        """An agent's schema in PostgreSQL: `post_purchase` for post-purchase."""
        return agent.replace("-", "_")


def _database_url() -> str | None:
    """The database of `DATABASE_URL`; what is wrong with it is told without its password."""
    given = os.environ.get("DATABASE_URL", "").strip()
    if not given:
        return None
    scheme = next((one for one in POSTGRES if given.startswith(one)), None)
    if scheme is None:
        raise SettingError("DATABASE_URL names no PostgreSQL; it begins with postgresql://")
    return f"postgresql://{given.removeprefix(scheme)}"
