import pytest

from sales_agent.channels.cards import find_cards, has_card, is_luhn_valid, mask_cards, take_cards
from sales_agent.errors import MistypedCard

FULL_WIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"} | {ord(" "): 0x3000}
CARDS = [
    ("4242424242424242", "4242424242424242"),
    ("4111 1111 1111 1111", "4111111111111111"),
    ("4012-8888-8888-1881", "4012888888881881"),
    ("5555.5555.5555.4444", "5555555555554444"),
    ("3782 822463 10005", "378282246310005"),
    ("4222222222222", "4222222222222"),
    ("6304123456789012 008", "6304123456789012008"),
    ("4012\n8888\n8888\n1881", "4012888888881881"),
    ("4012 - 8888 - 8888 - 1881", "4012888888881881"),
    ("4012\u200b8888\u00a08888\u20131881", "4012888888881881"),
    ("4012 8888 8888 1881".translate(FULL_WIDTH), "4012888888881881"),
    ("٤٠١٢ ٨٨٨٨ ٨٨٨٨ ١٨٨١", "4012888888881881"),
    ("4 0 1 2 8 8 8 8 8 8 8 8 1 8 8 1", "4012888888881881"),
    ("1234 5678 9012 4242", "1234567890124242"),
    ("9999 9999 9999 1111", "9999999999991111"),
    ("5000 0000 0000 2222", "5000000000002222"),
    ("5000-0000-0000-3333", "5000000000003333"),
]


@pytest.mark.parametrize(("typed", "digits"), CARDS)
def test_finds_a_card_however_it_is_typed(typed, digits):
    assert [card.digits for card in find_cards(f"pay with {typed}, please")] == [digits]
    assert mask_cards(f"pay with {typed}, please") == (
        f"pay with [card ending {digits[-4:]}], please"
    )


@pytest.mark.parametrize(
    "text",
    [
        "where is order O-5001?",
        "my number is 9876543210",
        "+91 98765 43210",
        "order 123456789012",
        "tracking MX2032911788",
        "1234 5678 9012 3456",
        "between 1,299 and 2.500, size 42",
        "pay with 4242",
        "deliver to 560034 before 24/11/2026 18:30",
        "12345678901234567890123456789012",
        "thread 550e8400-e29b-41d4-a716-446655440000",
        "₹12,99,000",
        "",
    ],
)
def test_leaves_other_digits_alone(text):
    assert not has_card(text)
    assert mask_cards(text) == text


@pytest.mark.parametrize(
    "typed",
    [
        "4111-1111-1111-1112",
        "4111 1111 1111 1112",
        "5500 0000 0000 123",
        "3782 822463 10006",
        "4111 1111 1111 1112 12/27",
        "٤٠١٢ ٨٨٨٨ ٨٨٨٨ ١٨٨٢",
        "6011000990139425",
    ],
)
def test_mistyped_card_is_refused_and_never_shown(typed):
    text = f"my card is {typed}, ok?"

    assert has_card(text)
    assert mask_cards(text).startswith("my card is [card number removed]")
    assert not any(group in mask_cards(text) for group in typed.split()[:3])
    with pytest.raises(MistypedCard, match="a digit is wrong or missing"):
        take_cards(text, lambda digits: digits[-4:])


def test_long_number_of_something_else_is_no_mistyped_card():
    for text in (
        "the barcode is 4006381333931",
        "parcel 6011000990139425",
        "2000 or 3000 or 4000 or 5000",
    ):
        assert not has_card(text)
        assert take_cards(text, lambda digits: digits) == text


def test_mistyped_card_beside_a_good_one_hands_none_over():
    taken = []
    with pytest.raises(MistypedCard):
        take_cards("4242 4242 4242 4242 or 4111 1111 1111 1112?", taken.append)
    assert taken == []


def test_takes_several_cards_in_order():
    taken = []

    def take(number):
        taken.append(number)
        return number[-4:]

    text = take_cards("not 4111 1111 1111 1111 but 4012-8888-8888-1881", take)
    assert text == "not [card ending 1111] but [card ending 1881]"
    assert taken == ["4111111111111111", "4012888888881881"]


def test_finds_two_cards_typed_side_by_side():
    found = find_cards("4111 1111 1111 1111 4012 8888 8888 1881")
    assert [card.digits for card in found] == ["4111111111111111", "4012888888881881"]


@pytest.mark.parametrize("around", ["2 {}", "{} 12", "{} 123", "{} 7 2"])
def test_prefers_the_usual_length_among_neighbours(around):
    text = around.format("4242 4242 4242 4242")
    assert mask_cards(text) == around.format("[card ending 4242]")


def test_security_code_goes_with_the_card():
    text = mask_cards("4242 4242 4242 4242 exp 12/27 cvv 123")
    assert text == "[card ending 4242] exp 12/27 cvv [removed]"
    assert mask_cards("the CVC is: 9876.") == "the CVC is: [removed]."


def test_masked_text_holds_no_card():
    for typed, _ in CARDS:
        assert not has_card(mask_cards(f"{typed} and {typed}"))


@pytest.mark.parametrize("wrong", ["4111111111111112", "4111111111111121"])
def test_check_digit_notices_a_slip(wrong):
    assert is_luhn_valid("4111111111111111")
    assert not is_luhn_valid(wrong)
