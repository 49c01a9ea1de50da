# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Orthanc with the plugin: own folder, free ports, own process, no fixed waiting."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import time

import requests

ROOT = pathlib.Path(__file__).resolve().parents[2]
ORTHANC_BINARY = os.environ.get("ORTHANC_BINARY", "/usr/sbin/Orthanc")
START_SECONDS, STOP_SECONDS = 30, 20
ANALYSIS_SECONDS = float(os.environ.get("VLM_TEST_SECONDS", 60))
TERMINAL = ("Completed", "Abstained", "Failed", "Canceled")


def plugin_path():
    """The plugin to test: VLM_PLUGIN, or the newest one built by the presets dev and release."""
    if os.environ.get("VLM_PLUGIN"):
        return pathlib.Path(os.environ["VLM_PLUGIN"]).resolve()
    built = [
        ROOT / "build" / preset / "Plugin" / "libOrthancVlm.so" for preset in ("dev", "release")
    ]
    built = [path for path in built if path.exists()]
    return max(built, key=lambda path: path.stat().st_mtime) if built else None


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def poll(question, seconds, what):
    """What `question` returns once that is neither None nor False; TimeoutError after `seconds`."""
    deadline, pause = time.monotonic() + seconds, 0.01
    while True:
        answer = question()
        if answer is not None and answer is not False:
            return answer
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.2)


class OrthancServer:
    """`vlm` is the "Vlm" section, `plugins` what to load (None: the plugin under test),
    `options` further settings of Orthanc, `storage` where it keeps its files."""

    def __init__(self, folder, vlm=None, plugins=None, options=None, storage=None, verbose=True):
        self.folder = pathlib.Path(folder)
        self.storage = pathlib.Path(storage) if storage else self.folder / "storage"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.storage.mkdir(parents=True, exist_ok=True)
        self.vlm, self.plugins, self.options = vlm or {}, plugins, options or {}
        self.environment, self.verbose = {}, verbose
        self.process = None
        self.log_path = self.folder / "orthanc.log"

    # Life and death ---------------------------------------------------------------------------

    def configuration(self):
        plugins = [plugin_path()] if self.plugins is None else self.plugins
        settings = {
            "Name": "OrthancVlm test",
            "StorageDirectory": str(self.storage),
            "IndexDirectory": str(self.storage),
            "Plugins": [str(path) for path in plugins],
            "HttpPort": self.http_port,
            "DicomPort": self.dicom_port,
            "DicomAet": "ORTHANC",
            "RemoteAccessAllowed": False,
            "DicomCheckCalledAet": False,
            "StableAge": 1,
            "HttpThreadsCount": 20,
            "Vlm": self.vlm,
        }
        settings.update(self.options)
        return settings

    def launch(self):
        """Starts the process without waiting for it to be ready."""
        self.http_port, self.dicom_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.http_port}"
        path = self.folder / "orthanc.json"
        path.write_text(json.dumps(self.configuration(), indent=2))
        environment = dict(os.environ, TCP_NODELAY="1", **self.environment)
        if os.environ.get("ORTHANC_PRELOAD"):  # e.g. libasan.so, for a plugin built with it
            environment["LD_PRELOAD"] = os.environ["ORTHANC_PRELOAD"]
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [ORTHANC_BINARY] + ["--verbose"] * self.verbose + [str(path)],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
        return self

    def start(self):
        """Starts and waits until Orthanc answers; RuntimeError with the log if it ends instead."""
        for _ in range(3):  # another process may take a port between choosing and binding it
            self.launch()
            if (
                poll(
                    lambda: self._ready() or (not self.is_alive() and "ended"),
                    START_SECONDS,
                    "Orthanc to answer /system",
                )
                is True
            ):
                return self
            if "already in use" not in self.log():
                break
        raise RuntimeError(f"Orthanc did not start:\n{self.log()[-3000:]}")

    def _ready(self):
        try:
            return self.call("GET", "/system", timeout=2).status_code == 200
        except requests.exceptions.RequestException:
            return False

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """SIGTERM; how many seconds the process took to end."""
        begun = time.monotonic()
        if self.is_alive():
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
                raise
        return time.monotonic() - begun

    def kill(self):
        if self.is_alive():
            self.process.kill()
        if self.process is not None:
            self.process.wait()

    def wait_for_exit(self):
        """The process's exit status once it ended by itself."""
        try:
            return self.process.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def restart(self):
        self.stop()
        return self.start()

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    # HTTP -------------------------------------------------------------------------------------

    def call(self, method, path, **options):
        """One request on a connection of its own: a kept one may be closed just before its use."""
        with requests.Session() as session:
            session.trust_env = False
            return session.request(method, self.url + path, **{"timeout": 120, **options})

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def post(self, path, body=None, **options):
        data = body if isinstance(body, (bytes, str)) else json.dumps({} if body is None else body)
        return self.call("POST", path, data=data, **options)

    def put(self, path, body="", **options):
        return self.call("PUT", path, data=body, **options)

    def delete(self, path, **options):
        return self.call("DELETE", path, **options)

    def json(self, path):
        """The JSON of a GET that must succeed."""
        answer = self.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:500]}"
        return answer.json()

    # DICOM ------------------------------------------------------------------------------------

    def post_instance(self, content):
        """Uploads the bytes of a DICOM file, which must be accepted; its Orthanc identifiers."""
        answer = self.post("/instances", content)
        assert answer.status_code == 200, f"POST /instances: {answer.status_code} {answer.text}"
        return answer.json()

    def store_file(self, path):
        """Uploads a file; the Orthanc identifier of its instance."""
        return self.post_instance(pathlib.Path(path).read_bytes())["ID"]

    def store_scu(self, paths):
        """Sends files by C-STORE; RuntimeError if that fails."""
        environment = dict(os.environ, TCP_NODELAY="1")
        result = subprocess.run(
            ["storescu", "-R", "-aec", "ORTHANC", "127.0.0.1", str(self.dicom_port)]
            + [str(path) for path in paths],
            capture_output=True,
            text=True,
            env=environment,
            stdin=subprocess.DEVNULL,
        )
        if result.returncode != 0:
            raise RuntimeError(f"storescu: {result.stdout} {result.stderr}")

    # The plugin -------------------------------------------------------------------------------

    def analyses(self, level, identifier):
        return self.json(f"/{level}/{identifier}/vlm/analyses")

    def queue_counts(self):
        return self.json("/vlm/status").get("Queue", {})

    def wait_analyses(self, level, identifier, count=1):
        """The analyses of a resource once there are at least `count`, all ended."""

        def ended():
            found = self.analyses(level, identifier)
            good = len(found) >= count and all(one["Status"] in TERMINAL for one in found)
            return found if good else None

        return poll(ended, ANALYSIS_SECONDS, f"{count} ended analyses of {level}/{identifier}")

    def wait_analysis(self, uuid):
        """One analysis once it has ended."""

        def ended():
            found = self.json(f"/vlm/analyses/{uuid}")
            return found if found["Status"] in TERMINAL else None

        return poll(ended, ANALYSIS_SECONDS, f"analysis {uuid} to end")

    def wait_report(self, level, identifier):
        """The JSON report of a resource once it exists."""

        def report():
            answer = self.get(f"/{level}/{identifier}/vlm/report")
            assert answer.status_code in (200, 202, 404), f"{answer.status_code} {answer.text}"
            return answer.json() if answer.status_code == 200 else None

        return poll(report, ANALYSIS_SECONDS, f"the report of {level}/{identifier}")

    def analyze_now(self, level, identifier, **body):
        """A synchronous analysis; the answer, whatever its status."""
        return self.post(f"/{level}/{identifier}/vlm/analyze", dict(body, Synchronous=True))

    def assert_alive(self):
        assert self.is_alive(), f"Orthanc died:\n{self.log()[-3000:]}"
        assert self.get("/system").status_code == 200
