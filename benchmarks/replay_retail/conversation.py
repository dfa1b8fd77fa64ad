"""A task's calls as a conversation: the model is scripted, everything else is the product."""

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

import redis

import tools
from benchmarks.replay_retail.calls import our_call
from benchmarks.replay_retail.tasks import Task
from contracts.client import CallFailed
from contracts.contract import ContractError
from sales_agent.assistant import Assistant
from sales_agent.events import TurnEnded
from sales_agent.graph import build_graph
from sales_agent.memory.locks import thread_lock
from sales_agent.memory.redis_saver import RedisSaver
from sales_agent.message import Message
from sales_agent.shop.desk import Desk
from sales_agent.shoppers.sessions import Sessions
from tests.scripted_model import ScriptedModel

CHANNEL = "terminal"
SCRIPT = "script"
YES = "yes"
DONE = "That is done."
KEPT_S = 3600
LONGEST_WAIT_S = 90

Json = dict[str, Any]


class Conversations:
    """Plays tasks with one assistant; each task is a shopper at an address of her own."""

    def __init__(self, client: redis.Redis) -> None:
        self._model = ScriptedModel(steps=[])
        saver = RedisSaver(client, ttl_s=KEPT_S)
        desk = Desk(
            price_cart=tools.desk.price_cart,
            tokenize_card=tools.desk.tokenize_card,
            identify=tools.desk.identify,
            list_orders=tools.desk.orders_of,
            erase_interactions=tools.desk.erase_interactions,
            find_by_photo=tools.desk.find_by_photo,
            currency=tools.desk.shop.currency,
            failures=(CallFailed, ContractError),
        )
        self._assistant = Assistant(
            graph=build_graph({SCRIPT: self._model}, tools.all_tools, saver),
            sessions=Sessions(client, anonymous_ttl_s=KEPT_S, expire_thread=saver.expire_thread),
            lock=partial(thread_lock, client),
            desk=desk,
            model_name=SCRIPT,
        )

    def play(self, task: Task) -> list[Json]:
        """Do a task's calls, saying yes to every quote; returns what came of each."""
        return [self._do(task, name, arguments) for name, arguments in task.calls]

    def _do(self, task: Task, name: str, arguments: Any) -> Json:
        made = our_call(name, arguments)
        if made is None:
            return {"call": name, "tool": None, "status": "no counterpart", "said": ""}
        ours, args = made
        self._model.steps[:] = [{"name": ours, "args": args}, DONE]
        ended = self._say(task, f"please do this: {name}; {_told(arguments)}")
        while (wait_s := _asked_to_wait(ended)) is not None:
            time.sleep(wait_s)
            self._model.steps[:] = [{"name": ours, "args": args}, DONE]
            ended = self._say(task, f"again, please: {name}; {_told(arguments)}")
        if ended.confirm:
            ended = self._say(task, YES)
        self._model.assert_finished()
        return {"call": name, "tool": ours, **_outcome(ended)}

    def _say(self, task: Task, text: str) -> TurnEnded:
        """One message of the task's shopper, whom her calls identify or the shop has."""
        customer = None if task.signs_in else task.user_id
        message = Message(CHANNEL, f"task-{task.task_id}", text, customer)
        *_, ended = self._assistant.reply(message)
        if not isinstance(ended, TurnEnded) or ended.error:
            raise RuntimeError(f"task {task.task_id}: the turn failed: {ended}")
        return ended


def _told(value: Any) -> str:
    """What a shopper says for such a call to be made: who she is, what she wants, word by word."""
    if isinstance(value, Mapping):
        return ", ".join(_told(part) for part in value.values())
    if isinstance(value, list):
        return ", ".join(map(_told, value))
    return str(value)


def _asked_to_wait(ended: TurnEnded) -> float | None:
    """Seconds until another try to sign in is heard, when this one was not."""
    result = ended.tools[-1].result if ended.tools else None
    if not isinstance(result, dict) or result.get("status") != "slow_down":
        return None
    wait_s = float(result.get("retryAfterSeconds") or 1)
    if wait_s > LONGEST_WAIT_S:
        raise RuntimeError(f"{wait_s:.0f} seconds to wait for another try to sign in")
    return wait_s


def _outcome(ended: TurnEnded) -> Json:
    result = ended.tools[-1].result if ended.tools else {}
    if not isinstance(result, dict):
        return {"status": "unreadable", "said": str(result)}
    return {"status": result.get("status", "ok"), "said": str(result.get("message", ""))}
