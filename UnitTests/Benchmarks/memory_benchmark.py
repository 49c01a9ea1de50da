#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resident memory of Orthanc before and after many analysed instances, with and without the plugin.

  memory_benchmark.py [--count 2000] [--size 512]
Aim: with the plugin, at most 64 MB above the start once the queue is empty. Orthanc's own cache of
stored files (128 MB by default) is kept at 1 MB, since it alone would exceed the aim; --cache 128 shows it.
"""
import argparse
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Integration"))
from ingest_benchmark import make_files  # noqa: E402
from orthanc_server import TERMINAL, OrthancServer, poll  # noqa: E402

AIM_MB = 64


def memory_mb(server, field):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split(field + ":")[1].split()[0]) / 1024


def ended(server):
    """How many analyses have ended."""
    counts = server.queue_counts()
    return sum(counts.get(state, 0) for state in TERMINAL)


def run(name, settings, paths):
    """Growth of the resident memory [MB]."""
    with tempfile.TemporaryDirectory() as folder:
        server = OrthancServer(folder, verbose=False, **settings).start()
        try:
            before, begun = memory_mb(server, "VmRSS"), time.monotonic()
            server.store_scu(paths)
            stored = time.monotonic() - begun
            if settings.get("plugins") is None:
                poll(lambda: ended(server) >= len(paths), 3600, "the queue to be empty")
            after, peak = memory_mb(server, "VmRSS"), memory_mb(server, "VmHWM")
        finally:
            server.kill()
    print(
        f"{name:9} start {before:6.1f} MB   end {after:6.1f} MB   growth {after - before:+6.1f} MB   "
        f"peak {peak:6.1f} MB   stored in {stored:.1f} s",
        flush=True,
    )
    return after - before


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--cache", type=int, default=1, help="MaximumStorageCacheSize [MB]")
    arguments = parser.parse_args()
    options = {"MaximumStorageCacheSize": arguments.cache}
    with tempfile.TemporaryDirectory() as folder:
        paths = make_files(pathlib.Path(folder), arguments.count, arguments.size)
        size = f"{arguments.size}x{arguments.size}"
        print(f"{arguments.count} instances {size}; aim: growth <= {AIM_MB} MB")
        without = run("without", dict(plugins=[], options=options), paths)
        growth = run("with", dict(options=options), paths)
        print(f"ratio to the aim x{growth / AIM_MB:.2f}, to Orthanc alone x{growth / without:.2f}")


if __name__ == "__main__":
    main()
