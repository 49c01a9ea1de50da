# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers of the browser tests: each started when first asked for, on ports that it keeps."""
import pathlib
import threading

from model_server import Answer, ModelServer, finding, reply_with
from model_world import KEY, edges_of_square
from orthanc_server import OrthancServer, plugin_path

WEB_VIEWER = pathlib.Path("/usr/share/orthanc/plugins/libOrthancWebViewer.so")

# Markup, an event handler, overriding and isolating bidi controls, a zero-width joiner.
HOSTILE = (
    "<img src=x onerror=\"window.pwned=1\"><script>window.pwned=1</script>"
    "\u202egnp.exe\u202c \u2066\u200d[1](javascript:window.pwned=1)"
)
LONG = HOSTILE + "W" * 100_000
USERS = {"alice": "a-planted-word", "bob": "b-planted-word", "carol": "c-planted-word"}
REVIEWERS = ["alice", "carol"]  # bob may look only


class SteadyServer(OrthancServer):
    """Keeps its ports, so that an open page finds it again after a restart."""

    user = None  # who asks in the name of the tests

    @property
    def http_port(self):
        return self._http_port

    @http_port.setter
    def http_port(self, port):
        self._http_port = getattr(self, "_http_port", port)

    def call(self, method, path, **options):
        if self.user:
            options.setdefault("auth", (self.user, USERS[self.user]))
        return super().call(method, path, **options)


def square_box(request):
    return [round(edge * 1000) for edge in edges_of_square(request.images()[0])]


def honest(request):
    """A model that sees the bright square, and says so as a radiologist would."""
    seen = finding(
        "Bright square",
        square_box(request),
        anatomy="Temporal lobe",
        severity="moderate",
        description="A sharply outlined bright square, brighter than all around it.",
        evidence="The grey values inside are five times those around.",
        differential=["Calibration mark", "Foreign body"],
    )
    told = reply_with(
        seen,
        impression="One bright square [1].",
        findings_text="There is one bright square [1]. Nothing else is seen.",
        recommendations=["Compare finding [1] with an earlier examination."],
    )
    return Answer(told)


def hostile(request):
    words = {
        name: HOSTILE for name in ("anatomy", "severity", "description", "evidence")
    }
    told = reply_with(
        finding(HOSTILE, square_box(request), differential=[HOSTILE], **words),
        finding(LONG, (600, 600, 800, 800), description=LONG),
        impression=HOSTILE,
        findings_text=LONG,
        recommendations=[HOSTILE],
        limitations=[HOSTILE],
        technique=HOSTILE,
    )
    return Answer(told)


class Stubs:
    """Models on loopback: an honest one, a hostile one, one that refuses, and one that answers only
    when it is released."""

    def __init__(self):
        self.released = threading.Event()
        answers = {
            "honest": honest,
            "hostile": hostile,
            "refusing": Answer(finish="SAFETY"),  # not its server's fault: the model is not paused
            "slow": self.when_released,
        }
        self.servers = {name: ModelServer(answer) for name, answer in answers.items()}

    def when_released(self, request):
        self.released.wait(120)
        return honest(request)

    def models(self):
        """What the configuration says of them."""
        common = {"Type": "Gemini", "Model": "some-model", "MaxRetries": 0}
        section = {
            name: {**common, "Url": server.url, "Calls": 3 if name in ("honest", "slow") else 1}
            for name, server in self.servers.items()
        }
        section["slow"]["MaxConcurrentRequests"] = 1
        section["absent"] = {"Type": "OpenAI", "Url": "http://127.0.0.1:9/v1", "Model": "none"}
        section["absent"]["MaxRetries"] = 0
        return section

    def close(self):
        self.released.set()
        for server in self.servers.values():
            server.close()


class Servers:
    """By name: "main", "crowd" (for the overview alone), "guarded" (of known users), "neighbour"
    (with another plugin, and nothing analysed)."""

    def __init__(self, folder):
        self.folder, self.started = folder, {}
        self.stubs = Stubs()
        self.lock = threading.RLock()

    def get(self, name):
        with self.lock:
            if name not in self.started:
                self.started[name] = self.make(name)
            return self.started[name]

    def make(self, name):
        vlm = {"AnalyzeOnStore": False, "MaxAttempts": 1, "Models": self.stubs.models()}
        options = {"HttpThreadsCount": 50}
        plugins = [plugin_path(), WEB_VIEWER] if name == "neighbour" else None
        if name == "crowd":
            vlm["Outputs"] = {"StructuredReport": False, "SecondaryCapture": False, "Labels": False}
        if name == "guarded":
            vlm["Review"] = {"Users": REVIEWERS, "Organization": "Test Hospital"}
            options.update(AuthenticationEnabled=True, RegisteredUsers=USERS)
        server = SteadyServer(self.folder / name, vlm, plugins, options, verbose=False)
        server.environment = {"GEMINI_API_KEY": KEY}
        server.user = "alice" if name == "guarded" else None
        return server.start()

    def describe(self, name):
        server = self.get(name)
        users = USERS if server.user else {}
        return {"url": server.url, "users": users, "reviewers": REVIEWERS if users else []}

    def close(self):
        for server in self.started.values():
            server.kill()
        self.stubs.close()
