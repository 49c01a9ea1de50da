#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What panels that are left open cost the server: its processor time, from /proc/<pid>/stat.

  panel_pollers_benchmark.py [--pollers 50] [--seconds 20] [--plugin build/release/Plugin/libOrthancVlm.so]
Each poller asks for the analyses of an image as WebViewer/Shared/watch.js does: each second while an
analysis runs, else each five; on a connection that is kept (as browsers do) or on a new one each time.
  quiet     the same server without pollers
  plain     pollers that send no tag: every answer is made anew
  tags      pollers that send the newest tag: 304 unless something changed
Aim: 50 pollers with tags take less than 5 % of one core more than none. Also timed: pixels of a
512 x 512 CT (aim: 10 ms) and the slices of a series of 300 (aim: 150 ms).
"""
import argparse
import http.client
import os
import pathlib
import statistics
import sys
import tempfile
import threading
import time

import numpy

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Integration"))
from dicom_objects import picture_object, series_of, to_bytes  # noqa: E402
from model_world import Backend, ModelWorld, see_square  # noqa: E402
from orthanc_server import poll  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")
IDLE_SECONDS, ACTIVE_SECONDS = 5.0, 1.0


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Poller(threading.Thread):
    """Asks at its pace, beginning at its own moment, until told to end."""

    def __init__(self, port, path, options, number):
        super().__init__(daemon=True)
        self.port, self.path, self.options = port, path, options
        self.first = options["pace"] * number / options["pollers"]
        self.end, self.statuses, self.seconds = threading.Event(), [], []
        self.connection, self.tag = None, None

    def ask(self):
        if self.connection is None or not self.options["kept"]:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"If-None-Match": self.tag} if self.tag and self.options["tags"] else {}
        try:
            self.connection.request("GET", self.path, headers=headers)
            answer = self.connection.getresponse()
        except (http.client.HTTPException, ConnectionError):  # the server closed a kept one
            self.connection = None
            return self.ask()
        answer.read()
        self.tag = answer.headers["ETag"]
        if not self.options["kept"]:
            self.connection.close()
        return answer.status

    def run(self):
        pause = self.first
        while not self.end.wait(pause):
            begun = time.monotonic()
            self.statuses.append(self.ask())
            self.seconds.append(time.monotonic() - begun)
            pause = max(0.0, self.options["pace"] - self.seconds[-1])


def load_of(server, path, seconds, options):
    """Share of one core, and what the pollers got."""
    pollers = [Poller(server.http_port, path, options, i) for i in range(options["pollers"])]
    for one in pollers:
        one.start()
    time.sleep(min(options["pace"], seconds))  # each has asked once
    for one in pollers:
        one.statuses, one.seconds = [], []
    before, begun = processor_seconds(server.process.pid), time.monotonic()
    time.sleep(seconds)
    share = (processor_seconds(server.process.pid) - before) / (time.monotonic() - begun)
    for one in pollers:
        one.end.set()
    for one in pollers:
        one.join()
    statuses = [status for one in pollers for status in one.statuses]
    times = [second for one in pollers for second in one.seconds]
    return share, statuses, times


def measure(server, path, pace, arguments):
    for kept in (True, False):
        print(f"  {arguments.pollers} pollers, each {pace:g} s, {'kept' if kept else 'new'} connections")
        quiet, _, _ = load_of(server, path, arguments.seconds, {"pollers": 0, "pace": pace})
        print(f"    quiet  {quiet * 100:6.2f} % of a core")
        for tags in (False, True):
            options = {"pollers": arguments.pollers, "pace": pace, "kept": kept, "tags": tags}
            share, statuses, times = load_of(server, path, arguments.seconds, options)
            extra = (share - quiet) * 100
            print(
                f"    {'tags ' if tags else 'plain'}  {share * 100:6.2f} %, {extra:5.2f} more; "
                f"{len(statuses)} answers, {statuses.count(304)} of them 304; each "
                f"{extra / 100 * arguments.seconds / max(1, len(statuses)) * 1000:.2f} ms of processor, "
                f"answered in {statistics.median(times) * 1000:.1f} ms (median)"
            )


def time_of(server, path, count=40):
    """Median and worst of answers in full on a kept connection [ms], and their size."""
    connection = http.client.HTTPConnection("127.0.0.1", server.http_port, timeout=60)
    times = []
    for _ in range(count):
        begun = time.monotonic()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip, deflate"})
        answer = connection.getresponse()
        size = len(answer.read())
        assert answer.status == 200, answer.status
        times.append((time.monotonic() - begun) * 1000)
    return f"{statistics.median(times):7.2f} ms (median; worst {max(times):.2f}), {size} bytes"


def time_reading(server):
    row, column = numpy.mgrid[0:512, 0:512]
    noise = numpy.random.default_rng(3).integers(0, 60, (512, 512))
    body = ((row - 256) ** 2 + (column - 256) ** 2 < 200**2) * 1100 + noise - 1024
    ct = picture_object("CT", body.astype(numpy.int16), WindowCenter="40", WindowWidth="400")
    instance = server.post_instance(to_bytes(ct))["ID"]
    print("  pixels, CT 512 x 512   ", time_of(server, f"/instances/{instance}/vlm/pixels"))
    print("  the same, width=256    ", time_of(server, f"/instances/{instance}/vlm/pixels?width=256"))
    for one in series_of("CT", 300):
        last = server.post_instance(to_bytes(one))
    print("  slices of 300          ", time_of(server, f"/series/{last['ParentSeries']}/vlm/slices", 15))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pollers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--plugin")
    arguments = parser.parse_args()
    if arguments.plugin:
        os.environ["VLM_PLUGIN"] = arguments.plugin
    go_on = threading.Event()

    def slowly(request):
        go_on.wait(600)
        return see_square(request)

    with tempfile.TemporaryDirectory() as folder:
        world = ModelWorld(pathlib.Path(folder), {"slow": Backend(slowly)})
        world.orthanc.verbose = False
        world.orthanc.options = {"HttpThreadsCount": 50}  # Orthanc's own default
        server = world.start().orthanc
        try:
            time_reading(server)
            instance = world.store()
            path = f"/instances/{instance}/vlm/analyses"
            uuid = world.ask("slow", instance)
            running = lambda: server.json(path)[0]["Status"] == "Running"  # noqa: E731
            poll(running, 30, "the analysis to run")
            print("while an analysis runs")
            measure(server, path, ACTIVE_SECONDS, arguments)
            go_on.set()
            server.wait_analysis(uuid)
            print("while nothing happens")
            measure(server, path, IDLE_SECONDS, arguments)
        finally:
            go_on.set()
            world.close()


if __name__ == "__main__":
    main()
