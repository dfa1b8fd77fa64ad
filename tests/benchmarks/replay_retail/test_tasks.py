"""Tasks know whose they are, and share a shop only with those of others."""

import json

import pytest

from benchmarks.replay_retail.oracle import Oracle
from benchmarks.replay_retail.tasks import Task, read_tasks, rounds
from tests.takeover.shops import small_shop


def read(tmp_path, *actions):
    (tmp_path / "db.json").write_text(json.dumps(small_shop()), encoding="utf-8")
    task = {"id": 7, "evaluation_criteria": {"actions": list(actions)}}
    (tmp_path / "tasks.json").write_text(json.dumps([task]), encoding="utf-8")
    return read_tasks(tmp_path / "tasks.json", Oracle.read(tmp_path / "db.json"))[0]


def action(name, **arguments):
    return {"name": name, "arguments": arguments}


def test_a_task_is_of_the_user_whose_order_it_changes(tmp_path):
    task = read(tmp_path, action("cancel_pending_order", order_id="#W1", reason="no longer needed"))

    assert (task.task_id, task.user_id, task.signs_in) == ("7", "ida_holm_1", False)


def test_a_task_that_finds_its_user_signs_in(tmp_path):
    found = action("find_user_id_by_email", email="bo@example.com")
    task = read(tmp_path, found, action("get_user_details", user_id="bo_ek_2"))

    assert (task.user_id, task.signs_in) == ("bo_ek_2", True)


def test_an_unknown_order_is_nobodys(tmp_path):
    assert read(tmp_path, action("get_order_details", order_id="#9")).user_id is None


def test_a_task_about_two_users_is_none(tmp_path):
    with pytest.raises(ValueError, match="bo_ek_2, ida_holm_1"):
        read(
            tmp_path,
            action("get_user_details", user_id="bo_ek_2"),
            action("get_order_details", order_id="#W1"),
        )


def test_no_user_comes_twice_in_a_round():
    users = ["a", "b", "a", None, "a", None, "b"]
    tasks = [Task(str(number), (), user) for number, user in enumerate(users)]

    assert [[task.task_id for task in one] for one in rounds(tasks)] == [
        ["0", "1", "3"],
        ["2", "5", "6"],
        ["4"],
    ]
