"""How well questions are answered from a shop's own pages, and how seldom wrongly.

    python -m benchmarks.answers [--show]

A made-up shop's pages (Markdown, HTML, text) are imported and asked. A question is answered when
the first passage stands where `questions.yaml` says; an answer to a question that the pages do
not answer is a false one. `--show` lists what went wrong, of the tuned half alone.
"""
