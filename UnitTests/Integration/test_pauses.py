# SPDX-License-Identifier: GPL-3.0-or-later
"""An administrator stops the queue or a model and lets it go on; backfill keeps to its hours."""
import datetime

import pytest

from dicom_objects import picture_object, to_bytes
from orthanc_server import poll


def store(server):
    return server.post_instance(to_bytes(picture_object("US")))["ID"]


def states(server, instance):
    return [one["Status"] for one in server.analyses("instances", instance)]


def store_queued(server):
    """An instance whose analysis is in the queue."""
    instance = store(server)
    poll(lambda: states(server, instance) == ["Queued"], 20, "the analysis to be queued")
    return instance


def test_a_paused_queue_takes_what_arrives_and_begins_nothing(fresh_orthanc):
    server = fresh_orthanc()
    answer = server.post("/vlm/queue/pause", {"Reason": "the model server\nis moved"})
    assert answer.status_code == 200
    (pause,) = answer.json()
    assert (pause["Model"], pause["Reason"]) == (None, "the model server is moved")
    assert server.json("/vlm/status")["Paused"] == [pause]
    instance = store_queued(server)
    waiting = server.analyze_now("instances", instance)
    assert waiting.status_code == 503 and "the model server is moved" in waiting.json()["Message"]
    server.restart()
    assert server.json("/vlm/status")["Paused"] == [pause]
    assert states(server, instance) == ["Queued"]
    assert server.json("/vlm/status")["Backlog"]["Due"] == 1
    assert server.post("/vlm/queue/resume").json() == []
    assert server.wait_report("instances", instance)["Status"] == "Completed"
    backlog = server.json("/vlm/status")["Backlog"]
    assert backlog == {"Due": 0, "OldestQueuedAt": None}


def test_a_paused_model_lets_others_go_on(fresh_orthanc):
    models = {"other": {"Type": "Offline"}}
    rules = [{"Modality": "US", "Model": "other"}, {"Modality": "DX"}]
    server = fresh_orthanc({"Models": models, "Rules": rules})
    assert server.post("/vlm/models/other/pause").status_code == 200
    waiting = store_queued(server)
    other = server.post_instance(to_bytes(picture_object("DX")))["ID"]
    server.wait_report("instances", other)
    assert states(server, waiting) == ["Queued"]
    again = server.post("/vlm/models/other/pause", {"Reason": "still"}).json()
    assert [(one["Model"], one["Reason"]) for one in again] == [("other", "still")]
    assert server.post("/vlm/models/other/resume").json() == []
    server.wait_report("instances", waiting)


def test_resuming_what_is_not_paused_changes_nothing(orthanc):
    assert orthanc.post("/vlm/queue/resume").json() == []
    assert orthanc.post("/vlm/models/offline/resume").json() == []


@pytest.mark.parametrize("action", ["pause", "resume"])
def test_a_model_that_is_not_configured_is_unknown(orthanc, action):
    answer = orthanc.post(f"/vlm/models/nobody/{action}")
    assert answer.status_code == 404 and "nobody" in answer.json()["Message"]
    assert orthanc.get(f"/vlm/models/offline/{action}").status_code == 405


@pytest.mark.parametrize("body", ["[]", "{", '{"Reason": 5}', '{"Why": "x"}', "x" * 20000])
def test_a_bad_reason_pauses_nothing(orthanc, body):
    answer = orthanc.post("/vlm/queue/pause", body)
    assert answer.status_code in (400, 413), answer.text
    assert orthanc.json("/vlm/status")["Paused"] == []


def hours_without_now():
    """Two hours that begin two hours from now, by the local time of this machine."""
    begin = datetime.datetime.now() + datetime.timedelta(hours=2)
    end = begin + datetime.timedelta(hours=2)
    return f"{begin:%H:%M}-{end:%H:%M}"


def test_backfill_waits_for_its_hours_and_nothing_else_does(fresh_orthanc):
    server = fresh_orthanc({"AnalyzeOnStore": False, "AnalysisHours": hours_without_now()})
    backfill, urgent = store(server), store(server)
    answer = server.post(f"/instances/{backfill}/vlm/analyze", {"Priority": -1})
    assert answer.status_code == 202
    assert server.analyze_now("instances", urgent).json()["Status"] == "Completed"
    assert server.analyze_now("instances", urgent, Priority=0, Force=True).status_code == 200
    assert states(server, backfill) == ["Queued"]
    # A user who asks for it does not have to wait.
    assert server.analyze_now("instances", backfill).json()["Status"] == "Completed"


@pytest.mark.parametrize("hours", ["late", "25:00-26:00", "08:00", "08:00-08:00-09:00", 8])
def test_hours_that_are_none_stop_the_start(fresh_orthanc, hours):
    server = fresh_orthanc({"AnalysisHours": hours}, start=False).launch()
    assert server.wait_for_exit() != 0
    assert "Vlm.AnalysisHours" in server.log()
