"""How much models may cost in a day: in all, and each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from sales_agent.models.ledger import Sums
from sales_agent.models.registry import MICROS, Registry
from sales_agent.settings import OFFLINE, InvalidSetting

_FORM = "give US dollars for a day, such as 5, or for a model, such as openai:gpt-4.1=3"


@dataclass(frozen=True)
class Budget:
    """A day's limits, in micro-units of US dollars; None and a model not named have none."""

    total: int | None = None
    by_model: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, setting: str | None) -> "Budget":
        """Read `SALES_MODEL_BUDGET`: amounts with commas between them.

        Raises:
            InvalidSetting: one of them is no amount.
        """
        total: int | None = None
        by_model: dict[str, int] = {}
        for part in (setting or "").split(","):
            name, _, amount = part.rpartition("=")
            if name.strip():
                by_model[name.strip()] = _micros(amount)
            elif part.strip():
                total = _micros(amount)
        return cls(total, by_model)

    @property
    def is_set(self) -> bool:
        """Whether there is any limit."""
        return self.total is not None or bool(self.by_model)

    def check(self, names: Iterable[str], registry: Registry) -> None:
        """See that the budget can hold the models of a chain.

        Raises:
            InvalidSetting: nobody has said what one of them costs, or one that it names is none.
        """
        names = list(names)
        for name in self.by_model:
            if name not in names:
                raise InvalidSetting(f"SALES_MODEL_BUDGET names {name!r}, which no model is")
        for name in names:
            is_limited = self.total is not None or name in self.by_model
            if is_limited and registry.card(name).price is None:
                raise InvalidSetting(
                    f"SALES_MODEL_BUDGET cannot hold {name!r}, as its price is not known; give it "
                    "in a file and name that in SALES_MODELS_FILE"
                )

    def is_spent(self, name: str, spent: Mapping[str, Sums], registry: Registry) -> bool:
        """Whether a model must not be asked any more today; one that is free always may."""
        price = registry.card(name).price
        if name == OFFLINE or (price and not price.tokens_in and not price.tokens_out):
            return False
        limit = self.by_model.get(name)
        if limit is not None and spent.get(name, Sums()).micros >= limit:
            return True
        return self.total is not None and sum(s.micros for s in spent.values()) >= self.total


def _micros(amount: str) -> int:
    try:
        micros = Decimal(amount.strip()) * MICROS
    except InvalidOperation:
        micros = Decimal(-1)
    if not micros.is_finite() or micros < 0:
        raise InvalidSetting(f"SALES_MODEL_BUDGET has {amount.strip()!r}; {_FORM}")
    return int(micros)
