#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random nodes die by kill -9 while images arrive; at the end nothing may be lost and nothing doubled.

  kill_nodes.py [--kills 100] [--nodes 3] [--images 400] [--think 1.0] [--seed 1]
                [--postgres-restarts 10] [--model-down SECONDS] [--disk-full SECONDS]
Every image is sent again until a node accepts it, as a modality does. At the end, each must have exactly one
analysis with exactly one report and one set of DICOM objects, or a named failure. Aim: lost 0, doubled 0.
"""
import argparse
import collections
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import requests

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Integration"))
from dicom_objects import to_bytes  # noqa: E402
from model_server import Answer, refused  # noqa: E402
from nodes_world import MADE, NodesWorld, says, tiny_object  # noqa: E402
from orthanc_server import poll  # noqa: E402
from postgres_server import PostgresServer  # noqa: E402
from result_objects import own_instances, wait_delivered  # noqa: E402

SMALL_DISK_MB = 400
END_SECONDS = 600


class Model:
    """Thinks for a while and finds one mass; says 503 while it is down."""

    def __init__(self, think):
        self.think, self.is_down = think, False

    def __call__(self, request):
        return refused(503, "Down.") if self.is_down else Answer(says("Mass"), delay=self.think)


class SmallDisk:
    """A file system for PostgreSQL that can be filled; needs the right to mount."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vlm-disk-"))
        command = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_MB}m,mode=1777", "tmpfs", str(self.folder)]
        self.is_mounted = subprocess.run(command, capture_output=True).returncode == 0

    def fill(self):
        with open(self.folder / "filler", "wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while True:
                        file.write(b"\0" * size)
                except OSError:
                    pass

    def free(self):
        (self.folder / "filler").unlink()

    def close(self):
        if self.is_mounted:
            subprocess.run(["umount", "-l", str(self.folder)], check=True)
        shutil.rmtree(self.folder, ignore_errors=True)


class Storm:
    """What goes wrong, each in a thread of its own, while the images arrive."""

    def __init__(self, world, postgres, model, disk, arguments):
        self.world, self.postgres, self.model, self.disk = world, postgres, model, disk
        self.arguments, self.random = arguments, random.Random(arguments.seed)
        self.counts, self.over = collections.Counter(), threading.Event()
        jobs = [self.kill_nodes]
        jobs += [self.restart_postgres] * (arguments.postgres_restarts > 0)
        jobs += [self.stop_model] * (arguments.model_down > 0)
        jobs += [self.fill_disk] * (disk is not None)
        self.problems = []
        self.threads = [threading.Thread(target=self.guarded, args=(job,)) for job in jobs]

    def guarded(self, job):
        try:
            job()
        except Exception as problem:  # told at the end
            self.problems.append(f"{job.__name__}: {problem!r}")

    def run(self):
        for thread in self.threads:
            thread.start()
        self.threads[0].join()
        self.over.set()
        for thread in self.threads[1:]:
            thread.join()

    def kill_nodes(self):
        for _ in range(self.arguments.kills):
            self.over.wait(self.random.uniform(0.0, 2.0 * self.arguments.think))
            node = self.random.choice(self.world.nodes.nodes)
            node.kill()
            self.counts["kills"] += 1
            self.start(node)

    def start(self, node):
        """Orthanc ends by itself when PostgreSQL goes away during its start; whoever runs it starts it again."""
        for _ in range(20):
            try:
                node.start()
                return
            except (RuntimeError, TimeoutError):
                node.kill()
                self.counts["starts in vain"] += 1
        raise RuntimeError(f"{node.name} did not start again:\n{node.log()[-2000:]}")

    def every(self, count):
        """`count` times, spread over the time that the kills take."""
        spread = self.arguments.kills * self.arguments.think / max(count, 1)
        for _ in range(count):
            if self.over.wait(self.random.uniform(0.2, 1.0) * spread):
                return
            yield

    def restart_postgres(self):
        for _ in self.every(self.arguments.postgres_restarts):
            self.postgres.restart(self.random.choice([signal.SIGINT, signal.SIGQUIT]))
            self.counts["postgres restarts"] += 1

    def stop_model(self):
        for _ in self.every(2):
            self.model.is_down = True
            self.over.wait(self.arguments.model_down)
            self.model.is_down = False
            self.counts["times the model was down"] += 1

    def fill_disk(self):
        for _ in self.every(2):
            self.disk.fill()
            self.over.wait(self.arguments.disk_full)
            self.disk.free()
            self.counts["times the disk was full"] += 1
            if not self.postgres.is_alive():  # it gives up when its log cannot be written
                self.counts["postgres ended by itself"] += 1
                self.postgres.start()


class Sender:
    """Sends images to random nodes until `over`, and each until it is accepted."""

    def __init__(self, world, images, seed):
        self.world, self.images, self.random = world, images, random.Random(seed)
        self.stored, self.repeats = [], 0

    def run(self, over, pause):
        for _ in range(self.images):
            self.stored.append(poll(self.attempt(to_bytes(tiny_object())), END_SECONDS, "an image to be accepted"))
            over.wait(pause)

    def attempt(self, content):
        def sent():
            node = self.random.choice(self.world.nodes.nodes)
            try:
                answer = node.post("/instances", content, timeout=30)
            except (requests.exceptions.RequestException, AttributeError):  # it is dead just now
                answer = None
            if answer is not None and answer.status_code == 200:
                return answer.json()
            self.repeats += 1
            return None

        return sent


def outcome_of(world, stored):
    """Kind of outcome of one image, and details where it is a bad one."""
    node = world.nodes.alive()
    analyses = node.analyses("instances", stored["ID"])
    if not analyses:
        return "lost", "no analysis"
    if len(analyses) > 1:
        return "doubled", f"{len(analyses)} analyses"
    [analysis] = analyses
    if analysis["Status"] == "Failed":
        return ("failed, with a reason", analysis["Reason"]) if analysis["Reason"] else ("lost", "failed without a reason")
    if analysis["Status"] != "Completed":
        return "lost", f"still {analysis['Status']}: {analysis['Reason']}"
    report = node.get(f"/instances/{stored['ID']}/vlm/report")
    if report.status_code != 200 or report.json()["AnalysisId"] != analysis["AnalysisId"]:
        return "lost", f"its report: {report.status_code}"
    if len(report.json()["Findings"]) != 1:
        return "doubled", f"{len(report.json()['Findings'])} findings"
    wait_delivered(node, analysis["AnalysisId"])
    classes = own_instances(node, stored["ParentStudy"])
    if len(classes) != len(MADE):
        return ("lost" if len(classes) < len(MADE) else "doubled"), f"{len(classes)} DICOM objects"
    return "completed", ""


def judge(world, senders):
    outcomes, details = collections.Counter(), collections.Counter()
    for stored in [one for sender in senders for one in sender.stored]:
        try:
            kind, detail = outcome_of(world, stored)
        except TimeoutError as problem:
            kind, detail = "lost", str(problem).split(" of ")[0]
        outcomes[kind] += 1
        if detail:
            details[f"{kind}: {detail[:120]}"] += 1
    return outcomes, details


def run(world, postgres, model, disk, arguments):
    storm = Storm(world, postgres, model, disk, arguments)
    clients = 4
    senders = [Sender(world, arguments.images // clients, arguments.seed + one) for one in range(clients)]
    pause = arguments.kills * arguments.think * clients / max(arguments.images, 1) / 2
    threads = [threading.Thread(target=one.run, args=(storm.over, pause)) for one in senders]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    storm.run()
    for thread in threads:
        thread.join()
    for node in world.nodes:
        if not node.is_alive():
            storm.start(node)
    stormed = time.monotonic() - begun
    count = sum(len(one.stored) for one in senders)
    try:
        world.nodes.wait_all_ended(count, END_SECONDS)
    except TimeoutError as problem:
        storm.problems.append(str(problem))
    outcomes, details = judge(world, senders)
    rows = {"images": count, **{kind: outcomes[kind] for kind in ("completed", "failed, with a reason", "lost", "doubled")}}
    rows.update(storm.counts)
    rows["images sent again"] = sum(one.repeats for one in senders)
    rows["requests to the model"] = len(world.stub.asked())
    rows["seconds of kills, then until all ended"] = f"{stormed:.0f} + {time.monotonic() - begun - stormed:.0f}"
    return rows, details, storm.problems


def show(rows, details, problems):
    print(f"`{' '.join(['kill_nodes.py', *sys.argv[1:]])}`\n")
    print("| what | number |\n|---|---|")
    for name, value in rows.items():
        print(f"| {name} | {value} |")
    for text, count in details.most_common(20):
        print(f"\n{count} x {text}")
    for text in problems:
        print(f"\nPROBLEM: {text}")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--images", type=int, default=400)
    parser.add_argument("--think", type=float, default=1.0, help="seconds that the model takes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--attempts", type=int, default=100, help="MaxAttempts: each death uses up one of them")
    parser.add_argument("--postgres-restarts", type=int, default=0)
    parser.add_argument("--model-down", type=float, default=0.0, help="seconds, twice")
    parser.add_argument("--disk-full", type=float, default=0.0, help="seconds, twice; PostgreSQL's disk")
    parser.add_argument("--folder", help="where the nodes' logs and files are kept")
    arguments = parser.parse_args()
    disk = SmallDisk() if arguments.disk_full > 0 else None
    if disk is not None and not disk.is_mounted:
        print("A small file system cannot be mounted here: the full disk is not tried.")
        disk.close()
        disk = None
    postgres = PostgresServer(disk.folder if disk else None).start()
    model = Model(arguments.think)
    folder = tempfile.TemporaryDirectory()
    world = NodesWorld(
        arguments.folder or folder.name, postgres, arguments.nodes, answer=model, Workers=4, MaxAttempts=arguments.attempts
    )
    try:
        world.start()
        rows, details, problems = run(world, postgres, model, disk, arguments)
        show(rows, details, problems)
        sys.exit(1 if problems or rows["lost"] or rows["doubled"] else 0)
    finally:
        world.close()
        postgres.close()
        if disk is not None:
            disk.close()
        folder.cleanup()


if __name__ == "__main__":
    main()
