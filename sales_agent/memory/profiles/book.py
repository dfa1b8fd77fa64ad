"""The profiles of all shoppers, kept by any store of LangGraph's interface."""

from collections.abc import Callable, Sequence

from langgraph.store.base import BaseStore, GetOp, Item, PutOp

from sales_agent.memory.profiles.traits import (
    Change,
    Profile,
    Trait,
    apply_change,
    merge_profiles,
)

_KEY = "traits"


class Profiles:
    """Reads and changes profiles; a profile is one item, read by one round trip.

    Args:
        store: Such as RedisStore.
        ttl_min: Minutes after which the profile of a shopper who does not come is erased, by her
            id; None for never.
    """

    def __init__(self, store: BaseStore, *, ttl_min: Callable[[str], float | None]) -> None:
        self._store = store
        self._ttl_min = ttl_min

    def read(self, shopper_id: str) -> Profile:
        """What is known of a shopper, the oldest first."""
        (item,) = self._store.batch([GetOp(_namespace(shopper_id), _KEY)])
        rows = item.value[_KEY] if isinstance(item, Item) else []
        return tuple(map(Trait.from_json, rows))

    def change(self, shopper_id: str, profile: Profile, changes: Sequence[Change]) -> Profile:
        """Apply changes to a profile as it was read, and store it when it is another then."""
        after = profile
        for change in changes:
            after = apply_change(after, change)
        if after != profile:
            self._write(shopper_id, after)
        return after

    def merge(self, left_id: str, shopper_id: str) -> None:
        """Add an anonymous shopper's profile to another's and erase it; a repeat does nothing."""
        if left := self.read(left_id):
            self._write(shopper_id, merge_profiles(self.read(shopper_id), left))
            self.erase(left_id)

    def erase(self, shopper_id: str) -> int:
        """Forget a shopper; returns how many things were known."""
        profile = self.read(shopper_id)
        self._write(shopper_id, ())
        return len(profile)

    def _write(self, shopper_id: str, profile: Profile) -> None:
        value = {_KEY: [trait.to_json() for trait in profile]} if profile else None
        ttl = self._ttl_min(shopper_id)
        self._store.batch([PutOp(_namespace(shopper_id), _KEY, value, ttl=ttl)])


def _namespace(shopper_id: str) -> tuple[str, ...]:
    """A shopper's namespace; LangGraph allows no dot in a label."""
    return ("profiles", shopper_id.replace("%", "%25").replace(".", "%2E"))
