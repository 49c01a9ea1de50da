# SPDX-License-Identifier: GPL-3.0-or-later
"""What the browser tests look at, made when a test asks for it over a small server on loopback.

By hand, for trying one test file again and again (Ctrl-C ends it; it prints what to type):
    VLM_PLUGIN=build/dev/Plugin/libOrthancVlm.so python3 UnitTests/Integration/browser_world.py
"""
import json
import pathlib
import signal
import tempfile
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from browser_pictures import RECIPES, crowd_pictures
from browser_servers import Servers
from orthanc_server import TERMINAL, poll

SECONDS = 120


class BrowserWorld:
    """`actions` are what a test may ask for; each takes and gives what JSON can say."""

    def __init__(self, folder):
        self.servers = Servers(pathlib.Path(folder))
        self.made, self.lock = {}, threading.RLock()
        self.actions = {
            "server": self.servers.describe,
            "resource": self.resource,
            "analyze": self.analyze,
            "crowd": self.crowd,
            "hold": lambda: self.servers.stubs.released.clear(),
            "release": lambda: self.servers.stubs.released.set(),
            "stop": lambda name: self.servers.get(name).stop(),
            "start": lambda name: self.servers.get(name).start() and None,
            "restart": lambda name: self.servers.get(name).restart() and None,
            "kill": lambda name: self.servers.get(name).kill(),
        }

    def resource(self, name):
        """Analysed as its recipe says; "square#2" is another one made as "square"."""
        with self.lock:
            if name not in self.made:
                self.made[name] = self.make(*RECIPES[name.split("#")[0]])
            return self.made[name]

    def make(self, server_name, level, model, contents):
        server = self.servers.get(server_name)
        stored = [server.post_instance(content)["ID"] for content in contents()]
        place = {"server": server_name, "url": server.url, "instances": stored}
        place["instance"] = stored[len(stored) // 2]
        for kind in ("series", "study", "patient"):
            place[kind] = server.json(f"/instances/{stored[0]}/{kind}")["ID"]
        patient = server.json(f"/patients/{place['patient']}")
        place["patientId"] = patient["MainDicomTags"]["PatientID"]
        if level == "each":
            asked = [self.analyze(server_name, "instances", one, model) for one in stored]
        elif level:
            one = place["series"] if level == "series" else place["instance"]
            asked = [self.analyze(server_name, level, one, model)]
        else:
            return place
        place["analyses"] = [self.wait(server, uuid) for uuid in asked]
        place["analysis"] = place["analyses"][0]
        return place

    def analyze(self, server_name, level, identifier, model):
        server = self.servers.get(server_name)
        body = {"Model": model, "Force": True}
        answer = server.post(f"/{level}/{identifier}/vlm/analyze", body)
        assert answer.status_code == 202, answer.text
        return answer.json()["AnalysisId"]

    def wait(self, server, uuid):
        """The identifier of the analysis once it and what it brings have ended."""

        def ended():
            found = server.json(f"/vlm/analyses/{uuid}")
            waits = any(one["Status"] == "Waiting" for one in found.get("Outputs", []))
            return found["Status"] in TERMINAL and not waits

        poll(ended, SECONDS, f"analysis {uuid} to end")
        return uuid

    def crowd(self, count):
        """Reports of many patients on a server of their own; every twentieth one failed."""
        with self.lock:
            server = self.servers.get("crowd")
            if "crowd" not in self.made:
                stored = [server.post_instance(one)["ID"] for one in crowd_pictures(count)]
                asked = [self.analyze("crowd", "instances", one, "offline") for one in stored]
                self.made["crowd"] = [self.wait(server, uuid) for uuid in asked]
            return {"url": server.url, "analyses": self.made["crowd"]}

    def close(self):
        self.servers.close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"[]")
        try:
            status, answer = 200, self.world.actions[self.path.strip("/")](*asked)
        except Exception as problem:  # the test that asked shows it
            status, answer = 500, f"{problem!r}\n{traceback.format_exc()}"
        body = json.dumps(answer, default=str).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Control:
    """Lets node ask for the world's actions: POST /<action> with a JSON array of arguments."""

    def __init__(self, world, folder):
        handler = type("Handler", (_Handler,), {"world": world})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.path = pathlib.Path(folder) / "world.json"
        url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.path.write_text(json.dumps({"control": url}))
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def main():
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        world = BrowserWorld(folder)
        control = Control(world, folder)
        print(f"VLM_WORLD={control.path} node --test UnitTests/Browser/<file>.test.mjs", flush=True)
        print("VLM_LIVE=1 takes the files of WebViewer/ from the working tree.", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            pass
        finally:
            control.close()
            world.close()


if __name__ == "__main__":
    main()
