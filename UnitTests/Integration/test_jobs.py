# SPDX-License-Identifier: GPL-3.0-or-later
"""Many resources as one job of Orthanc, which leaves room for other jobs and users."""
import time

import pytest

from bulk_jobs import (  # noqa: F401: fixtures too
    GOOD,
    SECONDS,
    SLOW,
    UNKNOWN,
    Gate,
    assert_counts,
    database,
    job_of,
    statuses,
    store_pictures,
    submit,
    wait_end,
    wait_in_queue,
    wait_job,
    world,
)
from dicom_objects import bare_object, picture_object, series_of, to_bytes
from orthanc_server import poll


def assert_archive_is_quick(server, study):
    begun = time.monotonic()
    archive = server.get(f"/studies/{study}/archive", timeout=20)
    assert archive.status_code == 200 and archive.content[:2] == b"PK"
    return time.monotonic() - begun


def test_a_list_of_resources_of_any_level(world):
    made = world(quick=GOOD)
    server = made.orthanc
    stored = [server.post_instance(to_bytes(picture_object("US"))) for _ in range(4)]
    given = [
        stored[0]["ID"],
        stored[1]["ParentSeries"],
        stored[2]["ParentStudy"],
        stored[3]["ParentPatient"],
        stored[0]["ID"],  # twice is once
        stored[0]["ParentSeries"],  # the same picture again
    ]
    job = wait_end(server, submit(server, Resources=given, Level="Instance", Model="quick"))
    assert job["Type"] == "VlmAnalyze" and job["State"] == "Success" and job["Progress"] == 100
    assert_counts(job, Total=4, Completed=4)
    assert job["Content"]["Model"] == "quick" and job["Content"]["Priority"] == -100
    assert statuses(server, [one["ID"] for one in stored]) == [["Completed"]] * 4


def test_a_query_and_the_levels_of_the_rules(world):
    made = world(quick=GOOD)
    server = made.orthanc
    echo = store_pictures(server, 2)
    series = [server.post_instance(to_bytes(ds)) for ds in series_of("CT", 3)][0]["ParentSeries"]
    store_pictures(server, 1, "DX")
    query = {"Level": "Study", "Query": {"ModalitiesInStudy": "US"}}
    job = wait_end(server, submit(server, Query=query))
    assert_counts(job, Total=2, Completed=2)
    assert statuses(server, echo) == [["Completed"]] * 2
    query = {"Level": "Series", "Query": {"Modality": "CT"}}
    job = wait_end(server, submit(server, Query=query))
    assert_counts(job, Total=1, Completed=1)  # the rules want CT by series
    assert [one["Level"] for one in server.analyses("series", series)] == ["Series"]
    nothing = {"Level": "Study", "Query": {"PatientID": "nobody has this one"}}
    job = wait_end(server, submit(server, Query=nothing))
    assert job["State"] == "Success" and job["Progress"] == 100
    assert_counts(job)


def test_a_study_as_a_job(world):
    made = world(quick=GOOD)
    server = made.orthanc
    stored = server.post_instance(to_bytes(picture_object("US")))
    path = f"/studies/{stored['ParentStudy']}/vlm/analyze"
    answer = server.post(path, {"Job": True, "Model": "quick"})
    assert answer.status_code == 202, answer.text
    job = wait_end(server, answer.json())
    assert_counts(job, Total=1, Completed=1)
    assert job["Content"]["Level"] == "Study" and job["Content"]["Priority"] == 100
    both = server.post(path, {"Job": True, "Synchronous": True})
    assert both.status_code == 400 and "Synchronous" in both.json()["Message"]


def test_what_cannot_be_analysed_is_skipped_and_named(world):
    made = world(quick=GOOD)
    server = made.orthanc
    picture = store_pictures(server, 1)[0]
    report = server.post_instance(
        to_bytes(bare_object("SR", sop_class="1.2.840.10008.5.1.4.1.1.88.11"))
    )["ParentStudy"]
    job = wait_end(server, submit(server, Resources=[UNKNOWN, picture, report]))
    assert job["State"] == "Success"
    assert_counts(job, Total=3, Completed=1, Skipped=2)
    problems = {one["ID"]: one for one in job["Content"]["Problems"]}
    assert set(problems) == {UNKNOWN, report}
    assert problems[UNKNOWN]["Status"] == "Skipped"
    assert "no such resource" in problems[UNKNOWN]["Reason"]


@pytest.mark.parametrize(
    "body, words",
    [
        ({}, "Resources"),
        ({"Resources": [UNKNOWN], "Query": {"Level": "Study", "Query": {}}}, "Resources"),
        ({"Resources": []}, "Resources"),
        ({"Resources": "all"}, "Resources"),
        ({"Resources": [UNKNOWN, 7]}, "Resources[1]"),
        ({"Resources": ["../../tools/shutdown"]}, "Resources[0]"),
        ({"Query": {"Level": "Hospital", "Query": {}}}, "Query.Level"),
        ({"Query": {"Level": "Study"}}, "Query.Query"),
        ({"Query": {"Level": "Study", "Query": {"PatientID": 7}}}, "Query.Query.PatientID"),
        ({"Query": {"Level": "Study", "Query": {"NoSuchTag": "7"}}}, "Query"),
        ({"Query": {"Level": "Study", "Query": {}, "Expand": True}}, "Query.Expand"),
        ({"Resources": [UNKNOWN], "Level": "Patient"}, "Level"),
        ({"Resources": [UNKNOWN], "Model": "nobody"}, "Model"),
        ({"Resources": [UNKNOWN], "Priority": 1e9}, "Priority"),
        ({"Resources": [UNKNOWN], "Synchronous": True}, "Synchronous"),
        ([], "object"),
        (b'{"Resources": [', "JSON"),
    ],
)
def test_bad_input_is_refused_and_named(orthanc, body, words):
    answer = orthanc.post("/vlm/analyze", body)
    assert answer.status_code == 400, answer.text
    assert words in answer.json()["Message"]


def test_too_much_is_refused(orthanc):
    many = '{"Resources": [' + ",".join([f'"{UNKNOWN}"'] * 1000001) + "]}"
    answer = orthanc.post("/vlm/analyze", many)
    assert answer.status_code == 413 and "1000000" in answer.json()["Message"]
    answer = orthanc.post("/vlm/analyze", b" " * (64 * 1024 * 1024 + 1))
    assert answer.status_code == 413


def test_progress_grows_while_a_model_thinks(world):
    server = world(slow=SLOW).orthanc
    instances = store_pictures(server, 12)
    reference = submit(server, Resources=instances, Model="slow")
    seen = set()

    def has_ended():
        job = job_of(server, reference)
        seen.add(job["Progress"])
        return job if job["State"] in ("Success", "Failure") else None

    job = poll(has_ended, SECONDS, "the job to end")
    assert_counts(job, Total=12, Completed=12)
    assert any(0 < progress < 100 for progress in seen), seen


def test_two_jobs_with_the_same_resources_share_their_analyses(world, database):
    gate = Gate()
    server = world(database, gated=gate).orthanc
    instances = store_pictures(server, 6)
    first = submit(server, Resources=instances, Model="gated")
    wait_in_queue(server, 6)
    second = submit(server, Resources=instances[2:], Model="gated")
    poll(
        lambda: job_of(server, second)["Content"].get("Total") == 4
        and job_of(server, second)["Content"]["State"] == "Active",
        SECONDS,
        "the second to be shown",
    )
    # Canceling one takes nothing from the other.
    server.post(f"/jobs/{first['ID']}/cancel")
    poll(
        lambda: statuses(server, instances[:2]) == [["Canceled"]] * 2, SECONDS, "those of one alone"
    )
    gate.open()
    assert_counts(wait_end(server, second), Total=4, Completed=4)
    assert statuses(server, instances[2:]) == [["Completed"]] * 4


def test_five_jobs_under_way_do_not_block_an_archive(world):
    gate = Gate()
    server = world(gated=gate).orthanc
    study = server.post_instance(to_bytes(picture_object("US")))["ParentStudy"]
    idle = assert_archive_is_quick(server, study)
    references = [
        submit(server, Resources=store_pictures(server, 3), Model="gated") for _ in range(5)
    ]
    for reference in references:  # each is shown, although Orthanc has two threads only
        wait_job(server, reference, lambda job: job["Content"].get("Total") == 3, "to be shown")
    busy = [assert_archive_is_quick(server, study) for _ in range(10)]
    print(f"archive: idle {idle:.3f} s, with five jobs at most {max(busy):.3f} s")
    assert max(busy) < 5  # without giving way it never ends
    gate.open()
    for reference in references:
        assert wait_end(server, reference)["State"] == "Success"


def test_resources_deleted_meanwhile_are_skipped(world, database):
    gate = Gate()
    server = world(database, gated=gate).orthanc
    stored = [server.post_instance(to_bytes(picture_object("US"))) for _ in range(6)]
    reference = submit(server, Resources=[one["ID"] for one in stored], Model="gated")
    wait_in_queue(server, 6)
    for one in stored[::2]:
        assert server.delete(f"/studies/{one['ParentStudy']}").status_code == 200
    gate.open()
    job = wait_end(server, reference)
    assert job["State"] == "Success"
    assert_counts(job, Total=6, Completed=3, Skipped=3)


def test_a_users_request_passes_before_the_backfill(world):
    made = world(slow=SLOW)
    server = made.orthanc
    instances = store_pictures(server, 30)
    reference = submit(server, Resources=instances, Model="slow")
    wait_job(server, reference, lambda job: job["Content"].get("Total") == 30, "all to be known")
    mine = store_pictures(server, 1)[0]
    assert made.analyze("slow", mine).analysis["Status"] == "Completed"
    assert server.queue_counts()["Queued"] > 5
    assert server.json("/system")["Version"]
    server.post(f"/jobs/{reference['ID']}/cancel")
