#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory, file handles and threads of one node over ten thousand analysed images.

  memory_of_many.py [--count 10000] [--step 1000] [--size 64] [--postgres]
Without --postgres everything is on SQLite. Orthanc's cache of stored files is kept at 1 MB. The numbers are read
when all that was sent is analysed, and the smallest of ten looks counts. Aim: the last thousand against the
second one within 5 %.
"""
import argparse
import contextlib
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Integration"))
from dicom_objects import blob_picture, picture_object, to_bytes  # noqa: E402
from memory_benchmark import ended, memory_mb  # noqa: E402
from orthanc_nodes import PASSWORD_ENVIRONMENT, on_postgres  # noqa: E402
from orthanc_server import OrthancServer, poll  # noqa: E402
from pydicom.uid import generate_uid  # noqa: E402
from thinking_process import ThinkingProcess  # noqa: E402

AIM = 1.05


def settings(url):
    model = {"Type": "OpenAI", "Url": url + "/v1", "Model": "stub", "BoxFormat": "yxyx-1000", "Calls": 1}
    return {"Models": {"stub": {**model, "MaxConcurrentRequests": 8}}, "DefaultModel": "stub"}


def in_use(server):
    """Resident memory [MB], open files, threads."""
    process = pathlib.Path(f"/proc/{server.process.pid}")
    looks = []
    for _ in range(10):
        files, threads = (len(list((process / name).iterdir())) for name in ("fd", "task"))
        looks.append((memory_mb(server, "VmRSS"), files, threads))
        time.sleep(0.1)
    return tuple(min(values) for values in zip(*looks))


def send(server, count, size):
    """Images of ten a study."""
    ds = picture_object("US", blob_picture(size, size))
    for index in range(count):
        if index % 10 == 0:
            ds.PatientID, ds.StudyInstanceUID = f"M{generate_uid()[-10:]}", generate_uid()
            ds.SeriesInstanceUID = generate_uid()
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        server.post_instance(to_bytes(ds))


def all_delivered(server):
    return server.json("/vlm/status")["Outputs"].get("Waiting", 0) == 0


def run(server, arguments):
    rows = []
    for sent in range(arguments.step, arguments.count + 1, arguments.step):
        begun = time.monotonic()
        send(server, arguments.step, arguments.size)
        poll(lambda: ended(server) >= sent and all_delivered(server), 3600, f"{sent} images to be done")
        rows.append((sent, *in_use(server), arguments.step / (time.monotonic() - begun)))
        print("| {} | {:.1f} | {} | {} | {:.1f} |".format(*rows[-1]), flush=True)
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10000)
    parser.add_argument("--step", type=int, default=1000)
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--postgres", action="store_true", help="the plugin's database on PostgreSQL")
    arguments = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        vlm = settings(stack.enter_context(ThinkingProcess(0.01)).url)
        if arguments.postgres:
            from postgres_server import PostgresServer

            postgres = stack.enter_context(contextlib.closing(PostgresServer().start()))
            vlm = on_postgres(postgres, postgres.make_database(), "alone", **vlm)
        server = OrthancServer(folder, vlm=vlm, options={"MaximumStorageCacheSize": 1}, verbose=False)
        server.environment.update(PASSWORD_ENVIRONMENT)
        stack.callback(server.kill)
        server.start()
        print(f"`{' '.join(['memory_of_many.py', *sys.argv[1:]])}`\n")
        print("| images | resident MB | open files | threads | images/s |\n|---|---|---|---|---|")
        rows = run(server, arguments)
    if len(rows) < 3:
        return
    ratios = [rows[-1][column] / rows[1][column] for column in (1, 2, 3)]
    print("\nLast against second: memory x{:.3f}, open files x{:.3f}, threads x{:.3f}; aim at most x{:.2f}.".format(*ratios, AIM))
    sys.exit(0 if all(ratio <= AIM for ratio in ratios) else 1)


if __name__ == "__main__":
    main()
