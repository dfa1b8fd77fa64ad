import pytest

from agents.post_purchase.invoicing.typefaces import markup, needs_shaping, plain_font, runs


def fonts(text: str) -> list[str]:
    plain_font()
    return [font for word in text.split() for font, _ in runs(word)]


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("₹1,299.00", "Sans"),
        ("€12.50", "Sans"),
        ("Zoë", "Sans"),
        ("Łódź", "Sans"),
        ("Ольга", "Sans"),
        ("Γιώργος", "Sans"),
        ("Nguyễn", "Sans"),
        ("आशा", "Devanagari"),
        ("(आशा)", "Devanagari"),
        ("ஆஷா", "Tamil"),
        ("محمد", "Arabic"),
        ("דוד", "Hebrew"),
        ("小林", "STSong-Light"),
        ("サクラ", "HeiseiKakuGo-W5"),
        ("김철수", "HYGothic-Medium"),
        ("\N{WRAPPED PRESENT}", "Emoji"),
        ("\N{ROMAN NUMERAL FOUR}", "Symbols"),
    ],
)
def test_every_script_has_a_font(text: str, font: str) -> None:
    assert fonts(text) == [font]


def test_letters_that_join_are_shaped() -> None:
    assert needs_shaping("शर्मा")
    assert needs_shaping("Asha शर्मा")
    assert not needs_shaping("Asha Müller, ₹5")


def test_a_word_in_two_scripts_is_set_letter_by_letter() -> None:
    assert fonts("Caféआशा") == ["Sans", "Devanagari"]
    assert not needs_shaping("Caféआशा")


def test_a_name_is_text_and_no_markup() -> None:
    assert markup('<b>A & "B"</b>') == "&lt;b&gt;A &amp; &quot;B&quot;&lt;/b&gt;"


def test_words_that_run_leftwards_change_places() -> None:
    shown = markup("محمد بن to דוד כהן end")
    assert [shown.index(word) for word in ("بن", "محمد", "to", "כהן", "דוד", "end")] == sorted(
        shown.index(word) for word in ("بن", "محمد", "to", "כהן", "דוד", "end")
    )


def test_characters_that_nobody_sees_are_left_out() -> None:
    assert markup("A\x00s\ud800h\ue000a\tB\n") == "Asha B"
