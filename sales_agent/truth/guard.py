"""Stands between a model's stream and the channel: a sentence passes when it holds."""

import re
from collections.abc import Callable, Collection, Sequence

from sales_agent.guards.markup import without_markup
from sales_agent.truth.check import TruthCheck
from sales_agent.truth.reading.sentences import Sentences
from sales_agent.truth.reading.statement import Finding, Kind
from sales_agent.truth.reading.text import plain

Replace = Callable[[Sequence[Finding]], str]
"""Words for a sentence with these findings; empty to leave it out."""
_GREETING = re.compile(
    r"^(?:hi|hello|hey|welcome(?: back)?|good (?:morning|afternoon|evening)|namaste|sorry|"
    r"apologies|"
    r"my apologies|i apologi[sz]e|you're right|of course|sure|certainly|"
    r"thanks?(?: you)?)\b[^.!?]{0,40}[.!]\s*$",
    re.IGNORECASE,
)
"""What an answer begins with; said once in a turn."""


class Guard:
    """Takes an answer as it comes and says on what is true of it.

    Without `replace` it falls silent at the first sentence that does not hold; with it, such a
    sentence is replaced and the answer goes on, unless it is a leak.

    Attributes:
        findings: What did not hold.
    """

    def __init__(
        self,
        check: TruthCheck,
        say: Callable[[str], None],
        *,
        before: Collection[str] = (),
        replace: Replace | None = None,
    ) -> None:
        self._check = check
        self._say = say
        self._replace = replace
        self._before = {_key(sentence) for sentence in before}
        self._sentences = Sentences()
        self._said: list[str] = []
        self.findings: list[Finding] = []

    @property
    def said(self) -> str:
        """What was said on."""
        return "".join(self._said)

    @property
    def has_said(self) -> bool:
        """Whether the shopper has read anything of the answer."""
        return bool(self.said.strip())

    @property
    def is_silent(self) -> bool:
        """Whether a sentence did not hold, and nothing more of the answer is said.

        Behind a leak comes more of it, in sentences too short to be told from others.
        """
        is_leaking = any(finding.kind == Kind.LEAK for finding in self.findings)
        return is_leaking or (bool(self.findings) and self._replace is None)

    def hear(self, text: str) -> None:
        """Take a piece of the answer."""
        if not self.is_silent:
            for sentence in self._sentences.feed(text):
                self._take(sentence)

    def start_over(self) -> None:
        """Forget an answer that broke off before anything of it was said."""
        self._sentences = Sentences()
        self._check.start_over()
        self.findings.clear()

    def end(self) -> None:
        """The answer is over: its last sentence is whole."""
        if not self.is_silent and (rest := self._sentences.rest()):
            self._take(rest)

    def say_instead(self, words: str) -> None:
        """Say words that are known to hold."""
        self._pass(without_markup(words))

    def _take(self, sentence: str) -> None:
        sentence = without_markup(sentence)
        if self.is_silent:
            return
        found = self._check.findings(sentence)  # of a repeated one too: a leak may begin in it
        if self._is_repeated(sentence):
            return
        self.findings += found
        if not found:
            self._pass(sentence)
        elif self._replace and (words := self._replace(found)):
            self._pass(f"{without_markup(words)}{_space_behind(sentence)}")

    def _pass(self, sentence: str) -> None:
        if self._said and self._said[-1][-1:].strip():
            sentence = f" {sentence}"  # the one before was an answer's last, without a space
        self._said.append(sentence)
        self._say(sentence)

    def _is_repeated(self, sentence: str) -> bool:
        if not self._before:
            return False
        words = plain(sentence)
        return _key(sentence) in self._before or bool(_GREETING.match(words))


def _key(sentence: str) -> str:
    return plain(sentence).casefold().strip(" .!?")


def _space_behind(sentence: str) -> str:
    return sentence[len(sentence.rstrip()) :] or " "
