#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Throughput of one Orthanc with and without the plugin, in alternating runs.

  ingest_benchmark.py [--rounds 5] [--count 150] [--size 512]
Ways in: storescu with TCP_NODELAY on both sides; POST /instances with 1 and with 4 clients.
Servers: without the plugin, with every rule skipping, with the default rules while the queue fills
and is worked on.
Aims: 0.95 of the throughput without the plugin when skipping, 0.90 when working.
"""
import argparse
import http.client
import multiprocessing
import pathlib
import statistics
import sys
import tempfile
import time

from pydicom.uid import generate_uid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Integration"))
from dicom_objects import blob_picture, picture_object, to_bytes  # noqa: E402
from orthanc_server import OrthancServer, plugin_path  # noqa: E402

SERVERS = {  # name: (settings, aim)
    "without": (dict(plugins=[]), None),
    "skipping": (dict(vlm={"Rules": [{"Skip": True}]}), 0.95),
    "working": (dict(vlm={}), 0.90),
}
WAYS = ("storescu", "POST 1 client", "POST 4 clients")


def make_files(folder, count, picture):
    """`count` ultrasound objects of one picture, 10 a study."""
    ds = picture_object("US", picture)
    paths = []
    for index in range(count):
        if index % 10 == 0:
            ds.PatientID, ds.StudyInstanceUID = f"B{generate_uid()[-10:]}", generate_uid()
            ds.SeriesInstanceUID = generate_uid()
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        paths.append(folder / f"{index:04}.dcm")
        paths[-1].write_bytes(to_bytes(ds))
    return paths


def post_files(port, paths):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for path in paths:
        connection.request("POST", "/instances", path.read_bytes())
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
    connection.close()


def post_in_parallel(server, paths, clients):
    processes = [
        multiprocessing.Process(target=post_files, args=(server.http_port, paths[i::clients]))
        for i in range(clients)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0


def send(server, way, paths):
    """Instances per second."""
    begun = time.monotonic()
    if way == "storescu":
        server.store_scu(paths)
    else:
        post_in_parallel(server, paths, int(way.split()[1]))
    return len(paths) / (time.monotonic() - begun)


def run_once(settings, files):
    """{way: instances per second} of a new server."""
    with tempfile.TemporaryDirectory() as folder:
        server = OrthancServer(folder, verbose=False, **settings).start()
        try:
            rates = {way: send(server, way, files[way]) for way in WAYS}
            assert len(server.json("/instances")) == sum(len(paths) for paths in files.values())
            return rates
        finally:
            server.kill()


def measure(rounds, files):
    rates = {name: {way: [] for way in WAYS} for name in SERVERS}
    names = list(SERVERS)
    for index in range(rounds):
        for name in names[index % len(names) :] + names[: index % len(names)]:
            for way, rate in run_once(SERVERS[name][0], files).items():
                rates[name][way].append(rate)
        print(f"round {index + 1} of {rounds} done", file=sys.stderr)
    return rates


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--count", type=int, default=150, help="instances for each way in")
    parser.add_argument("--size", type=int, default=512)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files, picture = {}, blob_picture(arguments.size, arguments.size)
        for way in WAYS:
            sub = pathlib.Path(folder) / way.replace(" ", "-")
            sub.mkdir()
            files[way] = make_files(sub, arguments.count, picture)
        rates = measure(arguments.rounds, files)

    print(
        f"plugin {plugin_path()}\n{arguments.rounds} rounds of {arguments.count} instances "
        f"{arguments.size}x{arguments.size} each way; medians [instances/s], ratio to 'without'\n"
    )
    print(f"{'':16}" + "".join(f"{name:>18}" for name in SERVERS))
    for way in WAYS:
        medians = {name: statistics.median(rates[name][way]) for name in SERVERS}
        cells = [
            f"{medians[name]:>9.0f}  x{medians[name] / medians['without']:.2f}   "
            for name in SERVERS
        ]
        print(f"{way:16}" + "".join(f"{cell:>18}" for cell in cells))
    print(
        f"{'aim':16}"
        + "".join(f"{'' if aim is None else f'>= {aim:.2f}   ':>18}" for _, aim in SERVERS.values())
    )


if __name__ == "__main__":
    main()
