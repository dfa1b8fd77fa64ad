"""Print how well questions are answered, in both halves."""

import sys

from benchmarks.answers.measure import HALVES, measure, read_questions


def main() -> None:
    """Measure and print."""
    for half, result in measure(read_questions()).items():
        print(
            f"{half:6} {result.answerable} answerable: "
            f"right at 1 {result.right / result.answerable:.3f}, "
            f"wrong passage {result.wrong / result.answerable:.3f}, "
            f"'not found' {result.missed / result.answerable:.3f}; "
            f"{result.unanswerable} not: answered falsely {result.false / result.unanswerable:.3f}"
        )
        if "--show" in sys.argv and half == HALVES[0]:
            print("\n".join(f"   {line}" for line in result.failures))


if __name__ == "__main__":
    main()
