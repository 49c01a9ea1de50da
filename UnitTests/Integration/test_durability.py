# SPDX-License-Identifier: GPL-3.0-or-later
"""Queued work survives kill -9, SIGTERM and the plugin's absence; deletion takes it along."""
import threading

import pytest

from dicom_objects import blob_picture, picture_object, series_of, to_bytes
from orthanc_server import TERMINAL, poll

PICTURES = 60


def store_many(server, count=PICTURES, size=768):
    content = [to_bytes(picture_object("US", blob_picture(size, size))) for _ in range(count)]
    return [server.post_instance(one)["ID"] for one in content]


def store_until_work_is_queued(server):
    """Instances of which several are not done yet."""
    stored = []
    for _ in range(5):
        stored += store_many(server)
        done = sum(server.queue_counts()[state] for state in TERMINAL)
        if len(stored) - done > 5:
            return stored
    pytest.skip("this machine analyses faster than it stores: nothing is ever queued")


def assert_each_is_done_once(server, instances):
    for identifier in instances:
        found = server.wait_analyses("instances", identifier)
        assert [one["Status"] for one in found] == ["Completed"]
        assert server.wait_report("instances", identifier)["AnalysisId"] == found[0]["AnalysisId"]


def test_after_kill_9_the_next_start_continues(fresh_orthanc):
    server = fresh_orthanc({"Workers": 1})
    stored = store_until_work_is_queued(server)
    server.kill()
    server.start()
    assert_each_is_done_once(server, stored)


def test_repeated_kills_lose_and_double_nothing(fresh_orthanc):
    server = fresh_orthanc({"Workers": 2, "MaxAttempts": 20})
    stored = []
    for _ in range(3):
        stored += store_many(server, 15)
        server.kill()
        server.start()
    assert_each_is_done_once(server, stored)


def test_sigterm_ends_within_seconds_and_the_work_continues(fresh_orthanc):
    server = fresh_orthanc({"Workers": 1})
    stored = store_until_work_is_queued(server)
    assert server.stop() < 10
    assert server.process.returncode == 0
    server.start()
    assert_each_is_done_once(server, stored)


def test_sigterm_ends_within_seconds_while_somebody_waits_for_an_analysis(fresh_orthanc):
    server = fresh_orthanc({"Workers": 1})
    stored = store_until_work_is_queued(server)
    answers = []

    def wait_for_the_last():
        try:
            answers.append(server.analyze_now("instances", stored[-1]).status_code)
        except OSError as error:  # the connection was cut, which is an answer too
            answers.append(error)

    waiting = threading.Thread(target=wait_for_the_last)
    waiting.start()
    assert server.stop() < 10
    waiting.join(20)
    assert answers and not waiting.is_alive()


def test_what_was_stored_without_the_plugin_is_found_when_it_is_back(fresh_orthanc):
    server = fresh_orthanc()
    server.wait_report("instances", server.post_instance(to_bytes(picture_object("US")))["ID"])
    server.stop()
    server.plugins = []
    server.start()
    instance = server.post_instance(to_bytes(picture_object("DX")))["ID"]
    series = [server.post_instance(to_bytes(ds)) for ds in series_of("MR", 3)][0]["ParentSeries"]
    poll(
        lambda: any(
            change["ChangeType"] == "StableSeries" and change["ID"] == series
            for change in server.json("/changes?limit=1000")["Changes"]
        ),
        20,
        "StableSeries",
    )
    server.stop()
    server.plugins = None
    server.start()
    assert server.wait_report("instances", instance)["Status"] == "Completed"
    report = server.wait_report("series", series)
    assert report["Status"] == "Completed" and len(report["Images"]) == 3
    assert len(server.analyses("instances", instance)) == 1
    assert len(server.analyses("series", series)) == 1


def test_a_new_plugin_leaves_the_old_archive_alone(fresh_orthanc):
    server = fresh_orthanc(plugins=[])
    old = server.post_instance(to_bytes(picture_object("US")))["ID"]
    server.stop()
    server.plugins = None
    server.start()
    new = server.post_instance(to_bytes(picture_object("US")))["ID"]
    server.wait_report("instances", new)
    assert server.analyses("instances", old) == []


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_a_series_that_was_not_yet_stable_when_orthanc_ended_is_analysed(fresh_orthanc, end):
    server = fresh_orthanc(options={"StableAge": 3})
    series = [server.post_instance(to_bytes(ds)) for ds in series_of("CT", 3)][0]["ParentSeries"]
    getattr(server, end)()
    server.start()
    assert server.wait_report("series", series)["Status"] == "Completed"


def test_reports_survive_a_restart(fresh_orthanc):
    server = fresh_orthanc()
    instance = server.post_instance(to_bytes(picture_object("US")))["ID"]
    before = server.wait_report("instances", instance)
    server.restart()
    assert server.json(f"/instances/{instance}/vlm/report") == before
    assert len(server.analyses("instances", instance)) == 1


@pytest.mark.parametrize(
    "level, parent",
    [
        ("instances", "ID"),
        ("series", "ParentSeries"),
        ("studies", "ParentStudy"),
        ("patients", "ParentPatient"),
    ],
)
def test_deleting_a_resource_deletes_its_analyses(orthanc, level, parent):
    stored = orthanc.post_instance(to_bytes(picture_object("US")))
    orthanc.wait_report("instances", stored["ID"])
    uuid = orthanc.analyses("instances", stored["ID"])[0]["AnalysisId"]
    assert orthanc.delete(f"/{level}/{stored[parent]}").status_code == 200
    poll(lambda: orthanc.get(f"/vlm/analyses/{uuid}").status_code == 404, 20, "the analysis to go")
    assert orthanc.get(f"/instances/{stored['ID']}/vlm/report").status_code == 404


def test_deleting_resources_with_queued_work_empties_the_queue(fresh_orthanc):
    server = fresh_orthanc({"Workers": 1})
    stored = store_until_work_is_queued(server)
    for study in server.json("/studies"):
        assert server.delete(f"/studies/{study}").status_code == 200
    for state in ("Queued", "Running", "Failed", "Completed"):
        poll(lambda: not _all_of(server, state), 30, f"no analysis to be {state}")
    server.assert_alive()
    assert server.get(f"/instances/{stored[0]}/vlm/report").status_code == 404


def test_what_was_deleted_without_the_plugin_is_forgotten(fresh_orthanc):
    server = fresh_orthanc()
    stored = server.post_instance(to_bytes(picture_object("US")))
    uuid = server.wait_report("instances", stored["ID"])["AnalysisId"]
    server.stop()
    server.plugins = []
    server.start()
    assert server.delete(f"/studies/{stored['ParentStudy']}").status_code == 200
    server.stop()
    server.plugins = None
    server.start()
    poll(lambda: server.get(f"/vlm/analyses/{uuid}").status_code == 404, 20, "the analysis to go")


def _all_of(server, state):
    page = server.json(f"/vlm/analyses?status={state}&limit=100")
    return next(value for value in page.values() if isinstance(value, list))
