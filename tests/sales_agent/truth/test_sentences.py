"""Where a stream is cut into sentences."""

import pytest

from sales_agent.truth.reading.sentences import Sentences, split


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It costs Rs. 1,299.50, e.g. in white. Shall I?", 2),
        ("Here they are:\n1. One - ₹5\n2. Two - ₹6\n", 3),
        ("Order no. 5 is there. No. It is not.", 3),
        ("Hm… well! Yes?", 3),
        ("Es wartet bis zum 3. Dezember auf dich. Gut?", 2),
        ("Rechnung vom 1. Mai, bis 12. Dezember. Es sind noch 3. Das ist wenig.", 3),
        ("Es kommt am 3. ", 1),
    ],
)
def test_sentences_are_cut_where_they_end(text, count):
    assert len(split(text)) == count
    assert "".join(split(text)) == text


@pytest.mark.parametrize("size", [1, 3, 7])
def test_stream_is_cut_as_the_whole_text_is(size):
    text = "It is ₹1,299.50. Really!\n\n1. First. \n2. Second one… Dr. Who? Bis 3. März, am 4. Yes."
    sentences = Sentences()
    heard = [s for at in range(0, len(text), size) for s in sentences.feed(text[at : at + size])]

    assert [*heard, sentences.rest()] == split(text)
