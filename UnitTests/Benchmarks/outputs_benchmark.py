#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the plugin's own DICOM objects cost: C-STORE while they are made, and the time until all are
there; in alternating runs of one real Orthanc each.

  outputs_benchmark.py [--rounds 5] [--count 200] [--size 512]
Servers, all analysing every image as it arrives:
  analysing   no outputs at all
  by hand     no outputs, while a client stores as many objects of the same sizes
  outputs     every output is on
Aims: C-STORE with outputs takes at most 1.05 times that of "by hand"; no object is missing.
"""
import argparse
import collections
import multiprocessing
import pathlib
import statistics
import sys
import tempfile
import time

from pydicom import dcmread
from pydicom.uid import generate_uid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Integration"))
from dicom_objects import lesion_picture, to_bytes  # noqa: E402
from ingest_benchmark import make_files, post_files  # noqa: E402
from orthanc_server import OrthancServer, poll  # noqa: E402

NAMES = ("StructuredReport", "SecondaryCapture", "EncapsulatedPdf", "PresentationState")
OFF = {"Labels": False, **{name: False for name in NAMES}}
ON = {**OFF, **{name: True for name in NAMES}}
SERVERS = {"analysing": OFF, "by hand": OFF, "outputs": ON}
LONGEST = 900  # seconds until everything is done


def wait_until_done(server, count):
    """Every analysis ended and nothing waits to be delivered."""

    def done():
        status = server.json("/vlm/status")
        queue, outputs = status["Queue"], status["Outputs"]
        return queue["Completed"] == count and outputs["Waiting"] == 0

    poll(done, LONGEST, f"{count} analyses and their outputs")


def objects_of(server):
    """The DICOM files of all objects of the plugin."""
    query = {"Level": "Series", "Query": {"Manufacturer": "Orthanc VLM"}, "Expand": True}
    series = server.post("/tools/find", query).json()
    return [identifier for one in series for identifier in one["Instances"]]


def sample_objects(folder, files):
    """The objects that one image brings, as files."""
    server = OrthancServer(folder / "sample", vlm={"Outputs": ON}, verbose=False).start()
    try:
        server.store_scu(files[:1])
        wait_until_done(server, 1)
        contents = [server.get(f"/instances/{one}/file").content for one in objects_of(server)]
    finally:
        server.kill()
    return contents


def copies(folder, contents, count):
    """`count` sets of objects, each with UIDs of its own."""
    folder.mkdir()
    paths = []
    for content in contents:
        pattern = folder / "pattern.dcm"
        pattern.write_bytes(content)
        ds = dcmread(pattern)
        for index in range(count):
            ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid()
            paths.append(folder / f"{len(paths):05}.dcm")
            paths[-1].write_bytes(to_bytes(ds))
        pattern.unlink()
    return paths


def run_once(name, files, extra):
    """Seconds of C-STORE, seconds until all is done, and how many objects there are."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"Outputs": SERVERS[name]}
        server = OrthancServer(folder, vlm=settings, verbose=False).start()
        try:
            begun = time.monotonic()
            client = multiprocessing.Process(target=post_files, args=(server.http_port, extra))
            if name == "by hand":
                client.start()
            server.store_scu(files)
            stored = time.monotonic() - begun
            if name == "by hand":
                client.join()
                assert client.exitcode == 0
            wait_until_done(server, len(files))
            return stored, time.monotonic() - begun, len(objects_of(server))
        finally:
            server.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--size", type=int, default=512)
    arguments = parser.parse_args()
    results = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        picture = lesion_picture(arguments.size, arguments.size)
        files = make_files(folder, arguments.count, picture)
        contents = sample_objects(folder, files)
        extra = copies(folder / "extra", contents, arguments.count)
        for index in range(arguments.rounds):
            order = list(SERVERS)
            for server in order[index % 3 :] + order[: index % 3]:
                results[server].append(run_once(server, files, extra))
            print(f"round {index + 1} of {arguments.rounds} done", file=sys.stderr)

    print(
        f"{arguments.count} images {arguments.size} x {arguments.size}; each brings "
        f"{len(contents)} objects of {sum(map(len, contents)) / 1e6:.1f} MB together; medians of "
        f"{arguments.rounds} rounds\n"
    )
    print(f"{'':12}{'C-STORE [s]':>14}{'all done [s]':>14}{'objects':>10}{'C-STORE, ratio':>16}")
    by_hand = statistics.median(run[0] for run in results["by hand"])
    for server, runs in results.items():
        stored, done, objects = (statistics.median(run[i] for run in runs) for i in range(3))
        print(f"{server:12}{stored:>14.2f}{done:>14.1f}{objects:>10.0f}{stored / by_hand:>16.2f}")
    missing = [run for run in results["outputs"] if run[2] != arguments.count * len(contents)]
    print(f"\nruns in which objects were missing: {len(missing)}")


if __name__ == "__main__":
    main()
