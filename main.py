"""The command line: chat | web | agents | import | eval | doctor | prompt."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from dotenv import load_dotenv

from commands.chat import TERMINAL, chat
from commands.doctor import diagnose
from commands.evaluation import evaluate
from commands.importing import FORMATS, import_feeds
from commands.web import serve_web
from contracts.settings import SettingError, data_dir, given_secret
from sales_agent.errors import SalesAgentError


def main(arguments: Sequence[str]) -> int:
    """Run a command; returns the exit status."""
    load_dotenv(Path(".env"))
    options = _parser().parse_args(list(arguments))
    try:
        given_secret()  # before anything starts that would sign with it
        if options.run not in (serve_agents, serve_web):  # these log to where they are started
            _log_to(data_dir() / "logs" / "chat.log")
        status: int = options.run(options)
    except (SalesAgentError, SettingError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return status


def serve_agents(options: argparse.Namespace) -> int:
    """Serve agents on their contracts' ports, until stopped."""
    from agents.__main__ import main as serve

    return serve(options.names)


def show_prompt(options: argparse.Namespace) -> int:
    """Print the system prompt; beside it its version, and the tokens that it and the tools take."""
    import tools
    from sales_agent.graph import offered_to_model
    from sales_agent.prompt import (
        assemble_prompt,
        count_prompt_tokens,
        count_schema_tokens,
        how_we_sell,
    )

    offered = offered_to_model(tools.all_tools)
    print(assemble_prompt())
    print(
        f"version {how_we_sell().version}, about {count_prompt_tokens():,} tokens; the schemas of "
        f"{len(offered)} tools take about {count_schema_tokens(offered):,}",
        file=sys.stderr,
    )
    return 0


def _log_to(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    line = "%(asctime)s %(levelname)s %(name)s %(message)s"
    logging.basicConfig(filename=file, format=line)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py", description="The sales assistant.")
    parser.set_defaults(run=chat, customer=None, token=None, channel=TERMINAL, model=None)
    parser.set_defaults(json=False)
    commands = parser.add_subparsers(metavar="command")
    talk = commands.add_parser("chat", help="chat in the terminal (the default)")
    talk.add_argument("--customer", metavar="ID", help="the shopper who is signed in")
    talk.add_argument("--token", metavar="TOKEN", help="signs her in; the shop's site made it")
    talk.add_argument("--channel", metavar="NAME", default=TERMINAL)
    talk.add_argument("--model", metavar="offline|PROVIDER:NAME")
    talk.add_argument("--json", action="store_true", help="one JSON object a turn")
    web = commands.add_parser("web", help="the chat API, the widget and the sample storefront")
    web.add_argument("--host", metavar="H", default="127.0.0.1")
    web.add_argument("--port", metavar="N", type=int, default=8000, help="0 for a free one")
    web.add_argument("--workers", metavar="N", type=int, default=1, help="processes that answer")
    web.add_argument("--model", metavar="offline|PROVIDER:NAME")
    web.set_defaults(run=serve_web)
    serve = commands.add_parser("agents", help="serve agents on their contracts' ports")
    serve.add_argument("names", nargs="*", metavar="NAME")
    serve.set_defaults(run=serve_agents)
    feeds = commands.add_parser("import", help="load product feeds, a whole shop, or pages")
    feeds.add_argument("files", nargs="+", type=Path, metavar="FILE|FOLDER")
    feeds.add_argument("--format", choices=FORMATS)
    feeds.add_argument("--replace", action="store_true", help="remove all other goods")
    feeds.add_argument("--dry-run", action="store_true", help="only read and report")
    feeds.add_argument("--mapping", type=Path, metavar="FILE", help="what the feed's words mean")
    feeds.set_defaults(run=import_feeds)
    rehearse = commands.add_parser("eval", help="play scripted shoppers in a copy of the shop")
    rehearse.add_argument("folder", type=Path, metavar="FOLDER", nargs="?")
    rehearse.add_argument("--walks", type=int, default=0, metavar="N", help="long random talks")
    rehearse.add_argument("--seed", type=int, default=1, metavar="N", help="of the first walk")
    rehearse.add_argument("--model", metavar="offline|PROVIDER:NAME")
    rehearse.add_argument("--json", action="store_true", help="the result as one JSON object")
    rehearse.set_defaults(run=evaluate)
    doctor = commands.add_parser("doctor", help="what is configured and what answers")
    doctor.set_defaults(run=diagnose)
    prompt = commands.add_parser("prompt", help="print the system prompt")
    prompt.set_defaults(run=show_prompt)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
