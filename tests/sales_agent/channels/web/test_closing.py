"""How the served channel ends when its operator ends it."""

import os
import signal

import requests

from tests.sales_agent.channels.web.callers import Caller, WebShop


def test_ctrl_c_closes_the_shop_quietly(tmp_path):
    shop = WebShop(tmp_path / "shop", "--workers", "2")
    assert Caller.begin(shop.url).say("hello")["reply"]
    page = requests.Session()
    assert page.get(shop.url).status_code == 200  # a browser keeps its connection open
    for pid in (*shop.workers(), shop.process.pid):  # as a terminal tells all that run in it
        os.kill(pid, signal.SIGINT)

    assert shop.process.wait(120) == 0
    page.close()
    assert shop.process.stdout is not None
    shop.process.stdout.close()
    assert "Traceback" not in shop.logged()
    assert "ERROR" not in shop.logged()
