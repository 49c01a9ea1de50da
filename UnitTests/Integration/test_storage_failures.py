# SPDX-License-Identifier: GPL-3.0-or-later
"""A full disk keeps the state; a corrupt database is refused and left alone."""
import os
import sqlite3
import subprocess

import pytest

from dicom_objects import picture_object, to_bytes
from http_errors import assert_error
from orthanc_server import poll


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
    )
    if mounted.returncode != 0:
        pytest.skip(f"a small file system cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder):
    """Leaves no byte free; the filler."""
    filler = folder / "filler"
    with open(filler, "wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                pass
    return filler


def test_a_full_disk_keeps_the_state_and_work_goes_on_after(fresh_orthanc, small_disk):
    server = fresh_orthanc(storage=small_disk / "storage")
    stored = [server.post_instance(to_bytes(picture_object("US")))["ID"] for _ in range(3)]
    before = [server.wait_report("instances", one) for one in stored]
    unasked = server.post_instance(to_bytes(picture_object("OT")))["ID"]
    filler = fill(small_disk)

    for identifier in stored + [unasked]:
        answer = server.post(f"/instances/{identifier}/vlm/analyze", {"Force": True})
        if answer.status_code != 202:  # queued only if SQLite needed no new page
            assert_error(answer, 503, 507)
    assert server.post("/instances", to_bytes(picture_object("US"))).status_code != 200
    server.assert_alive()

    filler.unlink()
    for identifier, report in zip(stored, before):
        analyses = server.wait_analyses("instances", identifier)
        assert report["AnalysisId"] in [one["AnalysisId"] for one in analyses]
    assert server.analyze_now("instances", unasked).status_code == 200
    server.restart()
    for identifier in stored + [unasked]:
        assert server.wait_report("instances", identifier)["Status"] == "Completed"


def database_of(server):
    """The plugin's database file beside Orthanc's own."""
    found = [
        path
        for path in server.storage.iterdir()
        if "vlm" in path.name.lower() and not path.name.endswith(("-wal", "-shm"))
    ]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("damage", ["text", "random", "header only"])
def test_a_corrupt_database_is_refused_and_not_deleted(fresh_orthanc, damage):
    server = fresh_orthanc()
    server.wait_report("instances", server.post_instance(to_bytes(picture_object("US")))["ID"])
    server.stop()
    database = database_of(server)
    good = database.read_bytes()
    content = {
        "text": b"this is no database\n" * 500,
        "random": os.urandom(20000),
        "header only": good[:100] + os.urandom(len(good) - 100),
    }[damage]
    database.write_bytes(content)
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)

    server.launch()
    assert server.wait_for_exit() != 0
    assert str(database) in server.log()
    assert database.read_bytes() == content

    database.write_bytes(good)
    server.start()
    assert poll(lambda: server.get("/vlm/status").status_code == 200, 10, "the plugin")


def test_a_database_of_a_newer_version_is_refused(fresh_orthanc):
    server = fresh_orthanc()
    server.stop()
    database = database_of(server)
    connection = sqlite3.connect(database)
    connection.execute("UPDATE schema_version SET version = 9999, oldest_companion = 9999")
    connection.commit()
    connection.close()
    before = database.read_bytes()

    server.launch()
    assert server.wait_for_exit() != 0
    assert str(database) in server.log() and "9999" in server.log()
    assert database.read_bytes() == before


def test_a_database_folder_that_cannot_be_written_is_named(fresh_orthanc):
    server = fresh_orthanc({"Database": "/proc/nowhere/vlm.db"}, start=False).launch()
    assert server.wait_for_exit() != 0
    assert "/proc/nowhere/vlm.db" in server.log()
