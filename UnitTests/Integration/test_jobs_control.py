# SPDX-License-Identifier: GPL-3.0-or-later
"""What users do to jobs, and what else may interrupt them."""
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
from model_server import refused
from orthanc_server import poll


def test_cancel_ends_what_is_queued_and_running_and_resubmit_asks_again(world, database):
    gate = Gate()
    made = world(database, gated=gate)
    server = made.orthanc
    instances = store_pictures(server, 8)
    reference = submit(server, Resources=instances, Model="gated")
    wait_in_queue(server, 8)
    assert server.post(f"/jobs/{reference['ID']}/cancel").status_code == 200
    poll(lambda: statuses(server, instances) == [["Canceled"]] * 8, SECONDS, "all to be canceled")
    job = wait_end(server, reference)
    assert job["State"] == "Failure"
    gate.open()
    assert server.post(f"/jobs/{reference['ID']}/resubmit").status_code == 200
    job = wait_job(server, reference, lambda one: one["State"] == "Success", "success")
    assert_counts(job, Total=8, Completed=8)
    assert statuses(server, instances) == [["Completed"]] * 8  # the same analyses, not new ones


def test_failures_fail_the_job_and_resubmit_asks_for_them_alone(world):
    answers = {"good": False}
    made = world(
        moody=lambda request: GOOD if answers["good"] or request.is_self_test() else refused(400)
    )
    server = made.orthanc
    instances = store_pictures(server, 1)  # a second one would wait: its model is paused
    first = wait_end(server, submit(server, Resources=instances, Model="offline", Level="Instance"))
    assert_counts(first, Total=1, Completed=1)
    reference = submit(server, Resources=instances + [UNKNOWN], Model="moody")
    job = wait_end(server, reference)
    assert job["State"] == "Failure"
    assert_counts(job, Total=2, Failed=1, Skipped=1)
    assert all(one["Reason"] for one in job["Content"]["Problems"])
    answers["good"] = True
    server.post("/vlm/models/moody/test")
    assert server.post(f"/jobs/{reference['ID']}/resubmit").status_code == 200
    job = wait_job(server, reference, lambda one: one["State"] == "Success", "success")
    assert_counts(job, Total=2, Completed=1, Skipped=1)


def test_a_paused_job_waits_until_it_is_resumed(world):
    made = world(slow=SLOW)
    server = made.orthanc
    instances = store_pictures(server, 40)
    reference = submit(server, Resources=instances, Model="slow")
    wait_job(server, reference, lambda job: job["Content"].get("Completed"), "a first report")
    assert server.post(f"/jobs/{reference['ID']}/pause").status_code == 200
    held = [
        poll(
            lambda: next(
                (
                    one["OrthancId"]
                    for one in server.json("/vlm/analyses?status=Queued")["Analyses"]
                    if "paused" in (one["Reason"] or "")
                ),
                None,
            ),
            SECONDS,
            "an analysis to be held",
        )
    ]
    poll(lambda: server.queue_counts()["Running"] == 0, SECONDS, "nothing to run")
    queued = server.queue_counts()["Queued"]
    assert queued > 0 and job_of(server, reference)["State"] == "Paused"
    # A user's request passes all the same.
    assert made.analyze("slow", held[0]).analysis["Status"] == "Completed"
    assert server.queue_counts()["Queued"] == queued - 1
    assert server.post(f"/jobs/{reference['ID']}/resume").status_code == 200
    job = wait_end(server, reference)
    assert_counts(job, Total=40, Completed=40)


def test_a_paused_job_can_be_canceled(world):
    server = world(gated=Gate()).orthanc
    instances = store_pictures(server, 8)
    reference = submit(server, Resources=instances, Model="gated")
    wait_in_queue(server, 8)
    server.post(f"/jobs/{reference['ID']}/pause")
    wait_job(server, reference, lambda job: job["State"] == "Paused", "the pause")
    assert server.post(f"/jobs/{reference['ID']}/cancel").status_code == 200
    poll(lambda: statuses(server, instances) == [["Canceled"]] * 8, SECONDS, "all to be canceled")


def test_a_pause_survives_kill_9(world, database):
    server = world(database, slow=SLOW).orthanc
    instances = store_pictures(server, 40)
    reference = submit(server, Resources=instances, Model="slow")
    wait_job(server, reference, lambda job: job["Content"].get("Completed"), "a first report")
    server.post(f"/jobs/{reference['ID']}/pause")
    poll(lambda: server.queue_counts()["Running"] == 0, SECONDS, "nothing to run")
    queued = server.queue_counts()["Queued"]
    server.kill()
    server.start()
    job = wait_job(server, reference, lambda one: one["State"] == "Paused", "the pause")
    assert server.queue_counts()["Queued"] == queued
    assert server.post(f"/jobs/{job['ID']}/resume").status_code == 200
    assert_counts(wait_end(server, reference), Total=40, Completed=40)


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_a_restart_in_the_middle_loses_and_doubles_nothing(world, database, end):
    server = world(database, slow=SLOW).orthanc
    instances = store_pictures(server, 40)
    reference = submit(server, Resources=instances, Model="slow", Force=True)
    for _ in range(2):
        wait_job(server, reference, lambda job: job["Content"].get("Completed"), "a report")
        getattr(server, end)()
        server.start()
    job = wait_end(server, reference)
    assert_counts(job, Total=40, Completed=40)
    assert statuses(server, instances) == [["Completed"]] * 40


def test_a_start_without_the_plugin_loses_the_job_but_not_the_batch(world):
    server = world(slow=SLOW).orthanc
    instances = store_pictures(server, 10)
    reference = submit(server, Resources=instances, Model="slow")
    wait_job(server, reference, lambda job: job["Content"].get("Completed"), "a first report")
    server.stop()
    server.plugins = []
    server.restart()
    assert server.json("/jobs") == []
    server.stop()
    server.plugins = None
    server.start()
    assert_counts(wait_end(server, reference), Total=10, Completed=10)


def test_a_job_waits_while_the_database_is_away(world, own_postgres):
    server = world(own_postgres, slow=SLOW).orthanc
    instances = store_pictures(server, 100)
    reference = submit(server, Resources=instances, Model="slow")
    wait_job(server, reference, lambda job: job["Content"].get("Completed"), "a first report")
    for _ in range(3):
        own_postgres.stop()
        assert server.post("/vlm/analyze", {"Resources": instances}).status_code == 503
        assert job_of(server, reference)["State"] in ("Running", "Pending")
        own_postgres.start()
        before = job_of(server, reference)["Content"]["Completed"]
        wait_job(
            server,
            reference,
            lambda job, before=before: job["Content"]["Completed"] > before,
            "it to go on",
        )
    assert_counts(wait_end(server, reference), Total=100, Completed=100)
    assert statuses(server, instances) == [["Completed"]] * 100
