"""The commands: chat | agents | import | eval | doctor | prompt."""

import argparse
import logging
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from dotenv import load_dotenv

from assembly import await_agents, lease_agents, open_assistant
from contracts.settings import SettingError, data_dir, given_secret
from sales_agent.channels.terminal import run_terminal
from sales_agent.errors import SalesAgentError, StartFailed
from sales_agent.settings import redis_url

if TYPE_CHECKING:
    from rehearsal.catalogue import Catalogue
    from sales_agent.conversation import Conversation

LOCAL = "local"
"""Address of whoever sits at this machine's terminal."""
TERMINAL = "terminal"
LAST_AGENT_S = 60
"""How long scripted shoppers wait for the last agent, once one has come up."""
JSON_FEED = "json"
WHOLE_SHOP = "tau2"
"""Format of a file with customers and orders beside its goods; the goods are read as JSON."""
FORMATS = ["shopify", "woocommerce", "google", JSON_FEED, WHOLE_SHOP]


def main(arguments: Sequence[str]) -> int:
    """Run a command; returns the exit status."""
    load_dotenv(Path(".env"))
    options = _parser().parse_args(list(arguments))
    try:
        given_secret()  # before anything starts that would sign with it
        if options.run is not serve_agents:  # agents log to where they are started
            _log_to(data_dir() / "logs" / "chat.log")
        status: int = options.run(options)
    except (SalesAgentError, SettingError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return status


def chat(options: argparse.Namespace) -> int:
    """Chat in the terminal, or by lines over a pipe."""
    with ExitStack() as stack:
        return run_terminal(
            partial(_open_conversation, options, stack),
            stdin=sys.stdin,
            stdout=sys.stdout,
            history_file=data_dir() / "history",
            as_json=options.json,
        )


def serve_agents(options: argparse.Namespace) -> int:
    """Serve agents on their contracts' ports, until stopped."""
    from agents.__main__ import main as serve

    return serve(options.names)


def import_feeds(options: argparse.Namespace) -> int:
    """Load product feeds, a whole shop with its customers and orders, or folders of pages."""
    from agents.recommendation.feeds.command import ImportOptions, run_import
    from agents.recommendation.pages.command import import_folders
    from agents.recommendation.pages.files import is_pages
    from contracts.shop import Shop
    from takeover.command import read_shops, take_over
    from takeover.records import UnreadableShop

    shop = Shop.from_env()
    folders = [path for path in options.files if is_pages(path)]
    files = [path for path in options.files if path not in folders]
    try:
        whole = read_shops(files, options.format, shop.currency)
    except UnreadableShop as error:
        print(error)
        return 1
    goods_format = JSON_FEED if options.format == WHOLE_SHOP else options.format
    how = ImportOptions(goods_format, options.replace, options.dry_run, options.mapping)
    with ExitStack() as stack:
        if not options.dry_run:
            await_agents(lease_agents(stack))
        status = run_import(files, shop, sys.stdout, sys.stderr, how) if files else 0
        status = status or take_over(whole, shop, sys.stdout, is_dry=options.dry_run)
        return status or import_folders(
            folders, shop, sys.stdout, is_replacing=options.replace, is_dry=options.dry_run
        )


def diagnose(options: argparse.Namespace) -> int:
    """Say what is configured, what answers, and what to do about what does not."""
    from agents.kit.launch import answering_shop
    from contracts.contract import load_contracts
    from contracts.settings import agent_url
    from sales_agent.memory.embedded import connect
    from sales_agent.settings import ModelSettings

    print(f"data   {data_dir()}")
    print(f"model  {ModelSettings.from_env().spec or 'offline'}")
    silent = []
    for name, contract in load_contracts().items():
        answers = answering_shop(contract, data_dir()) is not None
        print(f"agent  {name} {'answers' if answers else 'is not there'} at ", end="")
        print(agent_url(contract, data_dir()))
        silent += [] if answers else [name]
    if url := redis_url():
        connect(url)
    print(f"redis  {'answers at REDIS_URL' if url else 'the one that comes along with a chat'}")
    if silent:
        print(f"A chat starts what is missing; or: python main.py agents {' '.join(silent)}")
    return 1 if silent else 0


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


def evaluate(options: argparse.Namespace) -> int:
    """Play scripted shoppers against a copy of the shop."""
    from rehearsal.command import run_eval
    from rehearsal.settings import kept_elsewhere, use_data_dir
    from rehearsal.stage import copy_of

    if elsewhere := kept_elsewhere():
        raise StartFailed(
            f"scripted shoppers buy and cancel, so they play in a copy of the data directory; "
            f"unset {', '.join(elsewhere)}, which would take them to the shop itself"
        )
    if not options.folder.is_dir():
        raise StartFailed(f"{options.folder} is no folder of scripted shoppers")
    with copy_of(data_dir()) as directory, ExitStack() as stack:
        use_data_dir(directory)
        assistant = open_assistant(options.model, stack)
        from rehearsal.visits import visits
        from sales_agent.conversation import Conversation

        def opened(address: str, customer: str | None) -> Conversation:
            return Conversation(assistant, channel=TERMINAL, address=address, customer_id=customer)

        _await_all(directory)
        return run_eval(
            options.folder, _catalogue(), visits(opened), sys.stdout, as_json=options.json
        )


def _log_to(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    line = "%(asctime)s %(levelname)s %(name)s %(message)s"
    logging.basicConfig(filename=file, format=line)


def _catalogue() -> "Catalogue":
    """What the shop sells, for places in scripts to be filled from."""
    from contracts.client import CallFailed
    from contracts.shop import Shop
    from rehearsal.catalogue import Catalogue

    shop = Shop.from_env()

    def ask(agent: str, operation: str, body: dict[str, object] | None) -> dict[str, Any]:
        return shop.call(agent, operation, body, shopper="rehearsal")

    def listed(category: str) -> list[dict[str, Any]]:
        body: dict[str, object] = {"category": category, "sort": "price_asc", "limit": 20}
        return list(ask("recommendation", "searchProducts", body)["products"])

    try:
        vocabulary = ask("recommendation", "getVocabulary", None)
        stores = ask("inventory", "listStores", None)["stores"]
        return Catalogue({**vocabulary, "stores": stores}, listed)
    except CallFailed as error:
        raise StartFailed(f"the catalogue cannot be read: {error}") from error


def _await_all(directory: Path) -> None:
    """Wait for the last of the agents: scripts count on every one."""
    from agents.kit.launch import answering_shop
    from contracts.contract import load_contracts

    deadline = monotonic() + LAST_AGENT_S
    while monotonic() < deadline:
        if all(answering_shop(contract, directory) for contract in load_contracts().values()):
            return
        sleep(0.1)


def _open_conversation(options: argparse.Namespace, stack: ExitStack) -> "Conversation":
    """Compose the conversation."""
    from sales_agent.conversation import Conversation

    assistant = open_assistant(options.model, stack)
    conversation = Conversation(
        assistant, channel=TERMINAL, address=LOCAL, customer_id=options.customer
    )
    if options.token and conversation.sign_in(token=options.token) is None:
        raise StartFailed("the token is not one that this shop has signed, or it has expired")
    if options.channel != TERMINAL:
        conversation.switch_channel(options.channel)
    return conversation


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
    rehearse.add_argument("folder", type=Path, metavar="FOLDER")
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
