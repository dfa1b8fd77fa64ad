"""The rules of recommending: `policy.json`, checked at start."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

POLICY_FILE = Path(__file__).with_name("policy.json")
EVERY_CATEGORY = "*"
"""Stands for all categories in `replenished_categories`: a wholesaler's shop."""
Text = Annotated[str, Field(min_length=1)]
Positive = Annotated[int, Field(ge=1)]
Weight = Annotated[float, Field(ge=0)]
AboveZero = Annotated[float, Field(gt=0)]
Share = Annotated[float, Field(gt=0, le=1)]


class Part(BaseModel):
    """A part of the policy: fixed, and with no field that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Learning(Part):
    """When and how the model of what is bought together is learnt.

    Attributes:
        every_hours: It is learnt at most so often,
        least_new_orders: and only once so many orders came in since.
        basket_half_life_days: An order of this age counts half.
        shopper_weight: What all that one shopper bought counts, beside single orders.
        ridge: Strength of the regularization, in orders of mean weight.
        dense_products: So many of the best-selling products are learnt jointly, in memory of
            12 bytes for each pair of them; the others by how often they are bought together.
        neighbours: Neighbours kept of a product.
        least_shoppers: What fewer shoppers bought together is not kept, so that nothing that is
            recommended tells of a single other shopper.
        popularity_days: Popular is what was bought within so many days.
    """

    every_hours: AboveZero
    least_new_orders: Positive
    basket_half_life_days: AboveZero
    shopper_weight: Weight
    ridge: AboveZero
    dense_products: Annotated[int, Field(ge=1, le=20_000)]
    neighbours: Annotated[int, Field(ge=1, le=1000)]
    least_shoppers: Annotated[int, Field(ge=2)]
    popularity_days: Positive


class Personal(Part):
    """What counts for one shopper.

    Attributes:
        history_half_life_days: A purchase of this age counts half.
        history_products: Her last so many products count.
        often: Weight of how often she bought something (its logarithm).
        neighbours: Weight of what is bought with what she had.
        popularity_of_known: Weight of popularity for what she had before,
        popularity_of_new: and for what would be new to her.
        looked_at_days: Looks and carts of so many days count.
        looked_at: Weight of what she looked at, where a purchase today has 1,
        carted: of what she put into the cart,
        here: and of what she looks at now.
    """

    history_half_life_days: AboveZero
    history_products: Annotated[int, Field(ge=1, le=1000)]
    often: Weight
    neighbours: Weight
    popularity_of_known: Weight
    popularity_of_new: Weight
    looked_at_days: Positive
    looked_at: Weight
    carted: Weight
    here: Weight


class Margin(Part):
    """What a good margin counts, where the cost of goods is known.

    A score is raised by `weight` times how far the margin, as a share of the price, is over the
    `usual` one, and lowered likewise; goods under the `least` margin are not recommended.
    """

    weight: Weight
    usual: Annotated[float, Field(ge=0, lt=1)]
    least: Annotated[float, Field(ge=-1, lt=1)]


class Rules(Part):
    """The shop's rules over every list of recommendations.

    Attributes:
        bought_recently_days: What she bought within so many days is left out,
        replenished_categories: but not of these categories ("*" is all of them).
        refused_days: What she refused is left out for so many days.
        at_most_of_category: So many of a category in a list, while there are others;
        at_most_of_brand: so many of a brand.
        new_days: Goods are new for so many days.
    """

    bought_recently_days: Positive
    replenished_categories: tuple[Text, ...]
    refused_days: Positive
    at_most_of_category: Positive
    at_most_of_brand: Positive
    new_days: Positive
    margin: Margin


class Appeal(Part):
    """How a list learns from what was shown, taken and refused.

    Attributes:
        half_life_days: A showing of this age counts half.
        prior_takes: A product's appeal is trusted as if it had been taken, as often as others
            are, so many times already.
        weight_of_refusal: A refusal counts as so many takes that should have come and did not.
        lowest: No appeal is lower, so that nothing is out for ever;
        highest: nor higher, so that nothing crowds out the rest.
        taken_within_hours: What goes into the cart so soon after it was shown was taken.
        tired_after: After so many showings that she did not take,
        tired: a score falls to this share, for this shopper.
        renew_minutes: Appeals are counted anew at most so often.
    """

    half_life_days: AboveZero
    prior_takes: AboveZero
    weight_of_refusal: Weight
    lowest: Share
    highest: Annotated[float, Field(ge=1)]
    taken_within_hours: AboveZero
    tired_after: Positive
    tired: Share
    renew_minutes: Positive


class Retention(Part):
    """After so many days purchases, and looks, carts, showings and refusals, are erased."""

    purchases_days: Positive
    interactions_days: Positive


class Policy(Part):
    """The whole policy."""

    learning: Learning
    personal: Personal
    rules: Rules
    appeal: Appeal
    retention: Retention

    @model_validator(mode="after")
    def check_times(self) -> "Policy":
        """Nothing is asked of a time that is erased by then."""
        kept = self.retention
        if max(self.rules.refused_days, self.personal.looked_at_days) > kept.interactions_days:
            raise ValueError(
                "retention.interactions_days is shorter than refused_days or looked_at_days"
            )
        if max(self.rules.bought_recently_days, self.learning.popularity_days) > (
            kept.purchases_days
        ):
            raise ValueError(
                "retention.purchases_days is shorter than bought_recently_days or popularity_days"
            )
        return self

    def is_replenished(self, category: str | None) -> bool:
        """Whether goods of a category are bought again and again."""
        named = {one.casefold() for one in self.rules.replenished_categories}
        return EVERY_CATEGORY in named or (category or "").casefold() in named


def read_policy(path: Path = POLICY_FILE) -> Policy:
    """Read and check a policy.

    Raises:
        ValueError: a field is missing, unknown or out of range; the message names it.
    """
    return Policy.model_validate_json(path.read_text(encoding="utf-8"))


POLICY = read_policy()
