#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many model calls in flight: throughput, threads, processor time and memory of a real Orthanc, beside
a client that spends one thread on each call, in the same run.

  model_calls_benchmark.py [--count 1000] [--in-flight 64] [--think 2.0] [--size 512]
Aims: at least 95 % of the ideal throughput (in-flight / think), a handful of threads more than without the
plugin, under 10 ms of processor time for a call beyond what Orthanc needs without a model, flat memory.
"""
import argparse
import base64
import concurrent.futures
import io
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import requests
from PIL import Image
from pydicom import dcmread

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Integration"))
from ingest_benchmark import make_files  # noqa: E402
from memory_benchmark import ended, memory_mb  # noqa: E402
from orthanc_server import OrthancServer  # noqa: E402


def thinking_server(think):
    """A process of its own, so that its processor time is not counted; its URL."""
    script = pathlib.Path(__file__).with_name("thinking_server.py")
    process = subprocess.Popen([sys.executable, str(script), str(think)], stdout=subprocess.PIPE, text=True)
    return process, process.stdout.readline().strip()


def processor_seconds(server):
    fields = pathlib.Path(f"/proc/{server.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    ticks = int(fields[11]) + int(fields[12])
    return ticks / 100.0  # USER_HZ


def thread_count(server):
    return len(list(pathlib.Path(f"/proc/{server.process.pid}/task").iterdir()))


def vlm_settings(url, arguments):
    model = {
        "Type": "OpenAI",
        "Url": url + "/v1",
        "Model": "stub",
        "BoxFormat": "yxyx-1000",
        "Calls": 1,
        "MaxConcurrentRequests": arguments.in_flight,
    }
    return {"AnalyzeOnStore": False, "Models": {"stub": model}}


def drain(server, model, identifiers):
    """Analyses all; the most threads, the memory at each look, and processor seconds for one."""
    before, threads, memory = processor_seconds(server), 0, []
    for identifier in identifiers:
        answer = server.post(f"/instances/{identifier}/vlm/analyze", {"Model": model})
        assert answer.status_code == 202, answer.text
    while ended(server) < len(identifiers):
        memory.append(memory_mb(server, "VmRSS"))
        threads = max(threads, thread_count(server))
        time.sleep(0.2)
    return threads, memory, (processor_seconds(server) - before) / len(identifiers)


def share_of_ideal(url, arguments):
    """The fewest seconds in which the server could have answered all, as a share of those it took."""
    stats = requests.get(url + "/stats", timeout=10).json()
    assert stats["Count"] == arguments.count, stats
    rounds = -(-arguments.count // arguments.in_flight)
    return rounds * arguments.think / stats["Seconds"], stats["Count"] / stats["Seconds"]


def run_plugin(paths, url, arguments):
    with tempfile.TemporaryDirectory() as folder:
        server = OrthancServer(
            folder, vlm=vlm_settings(url, arguments), options={"MaximumStorageCacheSize": 1}, verbose=False
        ).start()
        try:
            identifiers = [server.store_file(path) for path in paths]
            idle_threads = thread_count(server)
            requests.get(url + "/stats", timeout=10)  # the self-test's
            threads, memory, cost = drain(server, "stub", identifiers)
        finally:
            server.kill()
    share, rate = share_of_ideal(url, arguments)
    half = len(memory) // 2
    print(
        f"plugin    {rate:6.2f} calls/s = {share:6.1%} of the ideal   {cost * 1000:5.1f} ms processor/analysis"
        f"   threads {idle_threads} idle, {threads} at most   memory {max(memory[:half]):.0f} MB in the first half, "
        f"{max(memory[half:]):.0f} MB in the second"
    )


def ask(url, path):
    """What a script would do: decode, encode as PNG, post."""
    pixels = dcmread(path).pixel_array
    buffer = io.BytesIO()
    Image.fromarray((pixels >> 4).astype("uint8")).save(buffer, "PNG")
    picture = "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
    content = [{"type": "image_url", "image_url": {"url": picture}}, {"type": "text", "text": "What is seen?"}]
    body = {"model": "stub", "messages": [{"role": "user", "content": content}]}
    requests.post(url + "/v1/chat/completions", data=json.dumps(body), timeout=60).json()


def run_baseline(paths, url, arguments):
    before = resource.getrusage(resource.RUSAGE_SELF)
    with concurrent.futures.ThreadPoolExecutor(arguments.in_flight) as pool:
        for future in [pool.submit(ask, url, path) for path in paths]:
            future.result()
    after = resource.getrusage(resource.RUSAGE_SELF)
    cost = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / len(paths)
    share, rate = share_of_ideal(url, arguments)
    print(
        f"baseline  {rate:6.2f} calls/s = {share:6.1%} of the ideal   {cost * 1000:5.1f} ms processor/call"
        f"   threads {arguments.in_flight + 1}"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--in-flight", type=int, default=64)
    parser.add_argument("--think", type=float, default=2.0)
    parser.add_argument("--size", type=int, default=512)
    arguments = parser.parse_args()
    process, url = thinking_server(arguments.think)
    try:
        with tempfile.TemporaryDirectory() as folder:
            paths = make_files(pathlib.Path(folder), arguments.count, arguments.size)
            run_plugin(paths, url, arguments)
            run_baseline(paths, url, arguments)
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    main()
