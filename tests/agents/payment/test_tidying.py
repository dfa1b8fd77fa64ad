"""The payment agent's tidying settles, by itself, what a killed process left."""

from datetime import timedelta

import pytest

from agents.kit.tidying import Tidying
from tests.agents.conftest import FrozenClock
from tests.agents.payment.conftest import SHOPPER, Shop
from tests.agents.payment.goods import SHIRT
from tests.agents.payment.world import Killed


@pytest.mark.parametrize(("last_step", "stock"), [("registerOrder", 10), ("confirmOrder", 8)])
def test_a_killed_checkout_is_settled(
    shop: Shop, clock: FrozenClock, last_step: str, stock: int
) -> None:
    quote_id = shop.quote_id(quantity=2)
    shop.world.dying = {last_step}
    with pytest.raises(Killed):
        shop.agent.send("commitCheckout", {"quoteId": quote_id}, shopper=SHOPPER)
    shop.world.dying = set()
    tidying: Tidying = shop.agent.app.extensions["tidying"]
    tidying.run_once()
    assert shop.world.held() > 0  # it may still be at work
    clock.now += timedelta(minutes=3)
    tidying.run_once()
    shop.check_whole()
    assert shop.world.stock[SHIRT] == stock
