#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resident memory of Orthanc before and after many analysed instances, with and without the plugin.

  memory_benchmark.py [--count 2000] [--size 512]
Aim: with the plugin, at most 64 MB above the start once the queue is empty.
"""
import argparse
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Integration"))
from ingest_benchmark import make_files  # noqa: E402
from orthanc_server import OrthancServer, poll  # noqa: E402

AIM_MB = 64


def memory_mb(server, field):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split(field + ":")[1].split()[0]) / 1024


def waiting(server):
    """How many analyses are queued or running."""
    pages = [
        server.json(f"/vlm/analyses?limit=1&status={state}") for state in ("Queued", "Running")
    ]
    return sum(len(value) for page in pages for value in page.values() if isinstance(value, list))


def run(name, settings, paths):
    with tempfile.TemporaryDirectory() as folder:
        server = OrthancServer(folder, verbose=False, **settings).start()
        try:
            before, begun = memory_mb(server, "VmRSS"), time.monotonic()
            server.store_scu(paths)
            stored = time.monotonic()
            if settings.get("plugins") is None:
                poll(lambda: waiting(server) == 0, 3600, "the queue to be empty")
            after, peak = memory_mb(server, "VmRSS"), memory_mb(server, "VmHWM")
            print(
                f"{name:9} start {before:6.1f} MB   end {after:6.1f} MB   growth {after - before:+6.1f} MB   "
                f"peak {peak:6.1f} MB   stored in {stored - begun:.1f} s, "
                f"all done after {time.monotonic() - begun:.1f} s",
                flush=True,
            )
        finally:
            server.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--size", type=int, default=512)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = make_files(pathlib.Path(folder), arguments.count, arguments.size)
        print(
            f"{arguments.count} instances {arguments.size}x{arguments.size}; aim: growth <= {AIM_MB} MB"
        )
        run("without", dict(plugins=[]), paths)
        run("with", dict(vlm={}), paths)


if __name__ == "__main__":
    main()
