import io

import pytest

from sales_agent.channels.commands import Answer
from sales_agent.channels.screen import ScreenFront
from sales_agent.events import (
    CartChanged,
    ConfirmationAsked,
    Handoff,
    OrderChanged,
    ProductsShown,
    TextDelta,
    ToolFinished,
    ToolStarted,
    TurnFailed,
)
from tests.sales_agent.channels.doubles import (
    CART,
    ORDER,
    QUOTE,
    RETURN_QUOTE,
    SHIRT,
    SHOES,
    ended,
    inr,
)


@pytest.fixture
def shown():
    def show(*events, width=80):
        out = io.StringIO()
        front = ScreenFront(out)
        front.console.width = width
        front.begin("hello")
        for event in events:
            front.send(event)
        front.end()
        return out.getvalue()

    return show


def test_text_streams_and_is_not_repeated(shown):
    text = shown(TextDelta("Good "), TextDelta("morning."), ended("a", "Good morning."))
    assert text.count("Good morning.") == 1
    assert shown(ended("a", "Good morning.")).count("Good morning.") == 1


def test_products_stand_in_place_of_their_list(shown):
    text = shown(
        ProductsShown([SHIRT, SHOES]),
        TextDelta("These fit:\n1. Monsoon Linen Shirt, ₹1,299\n2. Roadrunner Shoes\nWhich one?"),
        ended("a", "x"),
    )
    assert text.count("Monsoon Linen Shirt") == 1
    assert text.index("These fit:") < text.index("Product") < text.index("Which one?")
    assert "from ₹5,499" in text
    assert "olive, white" in text


@pytest.mark.parametrize("width", [36, 48])
def test_names_are_not_torn_on_a_narrow_screen(shown, width):
    text = shown(ProductsShown([SHIRT, SHOES]), ended("a", ""), width=width)
    assert "1  Monsoon Linen Shirt\n" in text
    assert "olive, white" in text
    assert "Colours" not in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_column_fits_the_screen(shown, width):
    text = shown(ProductsShown([SHIRT, SHOES]), ended("a", ""), width=width)
    assert max(len(line) for line in text.splitlines()) <= width
    for word in ("Product", "Price", "Colours", "Sizes", "olive", "10", "₹1,299", "₹5,499", "+2"):
        assert word in text
    assert all(f"{size}," in text for size in SHOES["sizes"][:7])


def test_products_without_a_list_follow_the_text(shown):
    text = shown(ProductsShown([SHIRT]), TextDelta("Look at this."), ended("a", "x"))
    assert text.index("Look at this.") < text.index("Monsoon Linen Shirt")


def test_products_that_were_all_named_are_not_drawn_again(shown):
    text = shown(TextDelta("The Monsoon Linen Shirt."), ProductsShown([SHIRT]), ended("a", "x"))
    assert text.count("Monsoon Linen Shirt") == 1


def test_products_of_several_searches_are_counted_on(shown):
    text = shown(
        ProductsShown([SHIRT]),
        ProductsShown([SHOES]),
        TextDelta("1. Monsoon Linen Shirt\n2. Roadrunner Shoes\n"),
        ended("a", "x"),
    )
    assert text.count("Product") == 1
    text = shown(
        ProductsShown([SHIRT]),
        TextDelta("1. Monsoon Linen Shirt\n"),
        ProductsShown([SHOES]),
        ended("a", "x"),
    )
    assert text.count("Product") == 2
    assert "\n 2   Roadrunner Shoes" in text


def test_only_what_the_text_lists_is_drawn(shown):
    text = shown(
        ProductsShown([SHOES]),
        ProductsShown([SHIRT, SHOES]),
        TextDelta("One match:\n1. Monsoon Linen Shirt\nShall I add it?"),
        ended("a", "x"),
    )
    assert "Roadrunner Shoes" not in text
    assert text.index("One match:") < text.index("Monsoon Linen") < text.index("Shall I")


def test_list_of_other_things_stays_text(shown):
    text = shown(ProductsShown([SHIRT]), TextDelta("1. Pay\n2. Leave\n"), ended("a", "x"))
    assert "1. Pay\n2. Leave\n" in text


@pytest.mark.parametrize(("quote", "amount"), [(QUOTE, "₹2,387.20"), (RETURN_QUOTE, "₹1,299")])
def test_quote_is_drawn_under_its_question(shown, quote, amount):
    text = shown(ConfirmationAsked(quote), TextDelta("Shall I?"), ended("a", "Shall I?"))
    assert text.index("Shall I?") < text.index("To confirm:") < text.rindex(amount)


def test_names_from_data_are_never_markup(shown):
    product = {**SHIRT, "name": "[bold]Shirt[/bold] \x1b[31m[link=http://x]red[/link] :smile:"}
    text = shown(ProductsShown([product]), ended("a", ""))
    assert "[bold]Shirt[/bold]" in text
    assert ":smile:" in text
    assert "\x1b[31m" not in text


def test_orders_carts_and_persons_are_announced(shown):
    text = shown(
        OrderChanged(ORDER),
        OrderChanged({"orderId": "O-5041", "total": inr(233820)}),
        CartChanged({**CART, "lines": []}),
        CartChanged(CART),
        Handoff({"ticketId": "T-17"}),
        ended("a", "Done.", suggestions=["Where is my order?"]),
    )
    assert "Status: return requested" in text
    assert "Order O-5041 ₹2,338.20" in text
    assert "Cart: 2 pieces, ₹2,338.20" in text
    assert "Your cart is empty" not in text
    assert "A person takes over. T-17" in text
    assert "Try: Where is my order?" in text


def test_wanted_card_and_failure_are_said(shown):
    wanted = ToolFinished("initiate_checkout", {}, "ok", None, {"status": "needs_tender"}, 1.0)
    assert "/card" in shown(ended("pay", "Which card?", tools=[wanted]))
    failed = shown(TurnFailed("model_failed", "no model"), ended("a", "no model"))
    assert failed.lower().count("no model") == 1
    assert "No model." in failed


def test_live_lines_name_known_and_unknown_tools():
    out = io.StringIO()
    front = ScreenFront(out)
    words = []
    front.wait = lambda said: (words.append(said), front.console.status(said))[1]
    front.begin("hello")
    front.send(ToolStarted("check_inventory", {}))
    front.send(TextDelta("Moment. "))
    front.send(ToolStarted("check_gift_wrapping", {}))
    front.send(ToolFinished("check_gift_wrapping", {}, "ok", None, {}, 1.0))
    front.end()
    assert words == ["one moment", "checking stock, check gift wrapping"]


def test_answers_are_drawn_and_questions_left_to_the_prompt():
    out = io.StringIO()
    front = ScreenFront(out)
    front.say(Answer(("Card number:",), is_question=True), "/card")
    assert out.getvalue() == ""
    front.say(Answer(("[bold]Taken.",), suggestions=("Check out",)), "/card")
    assert out.getvalue() == "\n[bold]Taken.\nTry: Check out\n\n"
