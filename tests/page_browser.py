"""Headless Chromium over its debugging protocol: what a page logs, asks for and shows."""

import base64
import contextlib
import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import websocket

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
PROGRAM = next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
    "--hide-scrollbars", "--remote-debugging-port=0", "--remote-allow-origins=*",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
LOOK = """JSON.stringify({
    title: document.title, text: document.body.innerText.length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    broken: [...document.images].filter(i => !i.complete || !i.naturalWidth).length,
    mute: [...document.images].filter(i => !i.alt).length,
    dead: [...document.querySelectorAll('a[href^="#"]')].filter(a => a.hash.length > 1 &&
        !a.hash.includes('=') && !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.hash),
    links: [...document.querySelectorAll('a[href]')].map(a => a.href)})"""


@dataclass
class Seen:
    """What a page did: messages of the console, addresses asked for, and `LOOK`."""

    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    look: dict = field(default_factory=dict)


class Browser:
    """One tab of a browser that cannot resolve any host; it is ended with the block."""

    def __init__(self, folder: Path):
        self._process = subprocess.Popen(
            [PROGRAM, *FLAGS, f"--user-data-dir={folder}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self._socket = None
        self._last = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._socket is not None:
            self._socket.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(20)

    def connect(self, folder: Path):
        """Wait for the browser's port and open the first tab."""
        ready = folder / "DevToolsActivePort"
        for _ in range(300):
            if ready.is_file() and ready.read_text().count("\n"):
                break
            time.sleep(0.1)
        port = int(ready.read_text().splitlines()[0])
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=20) as answer:
            tab = next(one for one in json.load(answer) if one["type"] == "page")
        self._socket = websocket.create_connection(tab["webSocketDebuggerUrl"], timeout=60)
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.send(f"{domain}.enable")
        return self

    def send(self, method, seen=None, **parameters):
        """Ask, and return the answer; what happens meanwhile goes to `seen`."""
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == self._last:
                return message.get("result", {})
            _note(message, seen)

    def open(self, page: Path, fragment: str = "") -> Seen:
        """Load a page and look at it."""
        seen = Seen()
        address = page.resolve().as_uri() + fragment
        self.send("Page.navigate", seen, url=address)
        for _ in range(600):
            state = self.value("document.readyState + ' ' + location.href", seen)
            if state == f"complete {address}":
                break
            time.sleep(0.05)
        self.value("new Promise(done => setTimeout(done, 200))", seen)
        seen.look = json.loads(self.value(LOOK, seen))
        return seen

    def picture(self, file: Path, *, width=1200, height=None):
        """Write what the page looks like, whole or down to `height`."""
        box = self.send("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": width, "height": min(box["height"], height or 16000), "scale": 1}
        shot = self.send("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        file.write_bytes(base64.b64decode(shot["data"]))

    def value(self, expression, seen=None):
        """What an expression, or its promise, gives in the page."""
        answer = self.send("Runtime.evaluate", seen, expression=expression, awaitPromise=True)
        return answer.get("result", {}).get("value")


def _note(message, seen):
    if seen is None:
        return
    method, what = message.get("method"), message.get("params", {})
    if method == "Network.requestWillBeSent":
        seen.asked.append(what["request"]["url"])
    elif method == "Log.entryAdded" and what["entry"]["level"] == "error":
        seen.errors.append(what["entry"]["text"])
    elif method == "Runtime.exceptionThrown":
        details = what["exceptionDetails"]
        seen.errors.append(details.get("exception", {}).get("description") or details["text"])
    elif method == "Runtime.consoleAPICalled" and what["type"] in {"error", "assert"}:
        seen.errors.append(json.dumps(what["args"])[:400])
