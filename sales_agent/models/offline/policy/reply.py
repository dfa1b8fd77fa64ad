"""What a wish comes to: words, at most one question, quick replies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sales_agent.models.offline.policy.desk import Wanted
from sales_agent.models.offline.understanding.wish import Wish

_MOST_SUGGESTIONS = 4


@dataclass(frozen=True)
class Question:
    """A question, what kind of answer it waits for, and the wish that the answer completes."""

    kind: str
    text: str
    wish: Wish | None = None
    choices: tuple[str, ...] = ()
    parameter: str | None = None
    labels: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The question as the message carries it, for the next turn to be understood."""
        row: dict[str, Any] = {"kind": self.kind}
        if self.text:
            row["text"] = self.text
        if self.wish:
            row["wish"] = self.wish.to_json()
        if self.choices:
            row["choices"] = list(self.choices)
        if self.labels:
            row["labels"] = list(self.labels)
        if self.parameter:
            row["parameter"] = self.parameter
        return row


@dataclass(frozen=True)
class Reply:
    """What to say about one wish; `shown` counts the products it lists."""

    text: str
    question: Question | None = None
    suggestions: tuple[str, ...] = ()
    shown: int = 0

    @classmethod
    def of(cls, text: str, suggestions: Sequence[str] = (), **question: Any) -> "Reply":
        """A reply, with a question when `kind` and `ask` are given."""
        asked = None
        if question:
            asked = Question(question.pop("kind"), question.pop("ask"), **question)
        return cls(text, asked, tuple(suggestions))


@dataclass(frozen=True)
class Said:
    """The replies to all wishes as one message; `calls` are what is to be done after it."""

    text: str
    asked: Mapping[str, Any] | None
    suggestions: list[str]
    calls: tuple[Wanted, ...] = ()


def join(replies: Sequence[Reply], still_open: Mapping[str, Any] | None = None) -> Said:
    """Join replies; of several questions the one that something waits for is asked.

    Where none asks anything, the question of an earlier reply stays open.
    """
    questions = [reply.question for reply in replies if reply.question]
    needed = [question for question in questions if question.kind not in ("yes_no", "open", "yes")]
    question = next(iter([*needed, *reversed(questions)]), None)
    parts = [reply.text for reply in replies if reply.text]
    if question and question.text:
        parts.append(question.text)
    suggestions = [text for reply in reversed(replies) for text in reply.suggestions]
    distinct = list(dict.fromkeys(suggestions))[:_MOST_SUGGESTIONS]
    text = "\n\n".join(dict.fromkeys(parts)) if len(replies) > 1 else _one(parts)
    return Said(text, question.to_json() if question else still_open, distinct)


def _one(parts: Sequence[str]) -> str:
    """A reply and its question on one line, unless the reply is a list."""
    glue = "\n" if parts and "\n" in parts[0] else " "
    return glue.join(parts)
