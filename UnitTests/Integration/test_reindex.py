# SPDX-License-Identifier: GPL-3.0-or-later
"""A lost database is rebuilt from what Orthanc holds: attachments, else the plugin's own SRs."""
import json

import pytest

from dicom_objects import picture_object, series_of, to_bytes
from orthanc_server import poll
from result_objects import (
    all_own_uids,
    analysed,
    count_instances,
    lose_database,
    outputs_of,
    wait_delivered,
)

KEPT = (
    "AnalysisId",
    "Level",
    "OrthancId",
    "Model",
    "Status",
    "Modality",
    "Impression",
    "Findings",
    "MaxScore",
    "QueuedAt",
    "StartedAt",
    "Language",
)
ATTACHMENTS = (4901, 4902, 4903, 4904)


def wait_reindexed(server):
    def ended():
        progress = server.json("/vlm/status")["Reindex"]
        return progress if progress["State"] in ("Completed", "Failed") else None

    progress = poll(ended, 60, "the reindexing to end")
    assert progress["State"] == "Completed", progress
    return progress


def analysed_archive(server):
    """An instance analysed twice and a series; identifiers of what was stored."""
    picture = server.post_instance(to_bytes(picture_object("US")))
    slices = [server.post_instance(to_bytes(one)) for one in series_of("MR", 3)]
    for level, one in (("instances", picture["ID"]), ("series", slices[0]["ParentSeries"])):
        wait_delivered(server, server.wait_analyses(level, one)[0]["AnalysisId"])
    analysed(server, "instances", picture["ID"])
    return picture, slices[0]


def assert_same_finding(read, finding):
    """The structured report tells all of it but some of the measurements, and those as decimals."""
    for key in ("Id", "Label", "Box"):
        assert read[key] == finding[key]
    told = {key: value for key, value in read["Measurements"].items() if value is not None}
    assert {"LongAxisPx", "ShortAxisPx", "AreaPx2"} & set(told)
    for key, value in told.items():
        assert value == pytest.approx(finding["Measurements"][key], rel=1e-6), key


def all_analyses(server):
    return {
        one["AnalysisId"]: {key: one[key] for key in KEPT}
        for one in server.json("/vlm/analyses")["Analyses"]
    }


def restart_without_database(server):
    server.stop()
    lose_database(server)
    server.start()


def test_a_lost_database_is_rebuilt_at_the_start(fresh_orthanc):
    server = fresh_orthanc({})
    picture, _ = analysed_archive(server)
    before, uids = all_analyses(server), all_own_uids(server)
    page = server.json("/vlm/reports")["Reports"]
    restart_without_database(server)
    progress = wait_reindexed(server)
    assert (progress["Restored"], progress["Problems"]) == (3, 0)
    assert all_analyses(server) == before
    assert {one["AnalysisId"] for one in server.json("/vlm/reports")["Reports"]} == {
        one["AnalysisId"] for one in page
    }
    assert all_own_uids(server) == uids
    objects = [
        one["SOPInstanceUID"]
        for uuid in before
        for one in server.json(f"/vlm/analyses/{uuid}")["Objects"]
    ]
    assert sorted(objects) == uids
    report = server.wait_report("instances", picture["ID"])
    assert before[report["AnalysisId"]]["OrthancId"] == picture["ID"]


def test_restored_analyses_are_not_made_again(fresh_orthanc):
    server = fresh_orthanc({})
    slices = series_of("MR", 3)
    stored = [server.post_instance(to_bytes(one)) for one in slices][0]
    uuid = server.wait_analyses("series", stored["ParentSeries"])[0]["AnalysisId"]
    wait_delivered(server, uuid)
    restart_without_database(server)
    wait_reindexed(server)
    again = server.post(f"/series/{stored['ParentSeries']}/vlm/analyze").json()
    assert again["AnalysisId"] == uuid
    assert list(all_analyses(server)) == [uuid]


def test_objects_of_restored_analyses_go_with_them(fresh_orthanc):
    server = fresh_orthanc({})
    picture, series = analysed_archive(server)
    restart_without_database(server)
    wait_reindexed(server)
    server.delete(f"/instances/{picture['ID']}")
    [uuid] = [uuid for uuid, one in all_analyses(server).items() if one["Level"] == "Series"]
    server.delete(f"/vlm/analyses/{uuid}")
    poll(lambda: count_instances(server) == 3, 30, "only the slices to remain")
    assert server.get(f"/series/{series['ParentSeries']}/vlm/report").status_code == 404


def test_reports_without_attachments_come_from_our_structured_reports(fresh_orthanc):
    server = fresh_orthanc({})
    picture, series = analysed_archive(server)
    before = all_analyses(server)
    places = (("instances", picture["ID"]), ("series", series["ParentSeries"]))
    reports = {place: server.wait_report(*place) for place in places}
    for level, identifier in places:
        for number in ATTACHMENTS:
            server.delete(f"/{level}/{identifier}/attachments/{number}")
    restart_without_database(server)
    progress = wait_reindexed(server)
    assert (progress["Restored"], progress["Problems"]) == (3, 0)
    after = all_analyses(server)
    for uuid, one in before.items():
        for key in ("Level", "OrthancId", "Status", "Modality", "Findings"):
            assert after[uuid][key] == one[key], key
    for place, report in reports.items():
        read = server.wait_report(*place)
        assert read["AnalysisId"] == report["AnalysisId"]
        assert len(read["Findings"]) == len(report["Findings"])
        for pair in zip(read["Findings"], report["Findings"]):
            assert_same_finding(*pair)
        assert [one["OrthancId"] for one in read["Images"]] == [
            one["OrthancId"] for one in report["Images"]
        ]
    assert any(report["Findings"] for report in reports.values())
    assert all(outputs_of(server, uuid) for uuid in before)


def test_asked_for_it_restores_what_the_database_lacks(fresh_orthanc):
    server = fresh_orthanc({})
    analysed_archive(server)
    assert server.json("/vlm/status")["Reindex"]["State"] == "Idle"
    answer = server.post("/vlm/reindex")
    assert answer.status_code == 202 and answer.json()["State"] == "Running"
    progress = wait_reindexed(server)
    assert (progress["Examined"], progress["Restored"], progress["Problems"]) == (2, 0, 0)
    assert server.get("/vlm/reindex").status_code == 405


def test_it_is_not_repeated_at_each_start(fresh_orthanc):
    server = fresh_orthanc({"AnalyzeOnStore": False})
    server.post_instance(to_bytes(picture_object("US")))
    restart_without_database(server)
    assert wait_reindexed(server)["Restored"] == 0
    server.restart()
    assert server.json("/vlm/status")["Reindex"]["State"] == "Idle"


@pytest.mark.parametrize("content", ["<html>", "5", "[]", "{}", "null", "[[[[", '{"Level": 3}'])
def test_a_damaged_attachment_is_told_of_and_the_rest_restored(fresh_orthanc, content):
    server = fresh_orthanc({"Outputs": {"StructuredReport": False, "SecondaryCapture": False}})
    picture, series = analysed_archive(server)
    server.put(f"/instances/{picture['ID']}/attachments/4901", content)
    restart_without_database(server)
    progress = wait_reindexed(server)
    assert progress["Restored"] == 2  # the series, and the instance's earlier one
    assert progress["Problems"] == (0 if content == "[]" else 1)
    server.assert_alive()


def test_hostile_reports_restore_nothing_wrong(fresh_orthanc):
    server = fresh_orthanc({"AnalyzeOnStore": False})
    stored = server.post_instance(to_bytes(picture_object("US")))
    report = {
        "SchemaVersion": 1,
        "AnalysisId": "6fa459ea-ee8a-4ca4-894e-db77e160355e",
        "Level": "Instance",
        "OrthancId": "../../system",
        "Status": "Completed",
        "Findings": [None, {"Label": {"a": 1}, "ModelScore": "x"}] * 1000,
    }
    server.put(f"/instances/{stored['ID']}/attachments/4901", json.dumps(report))
    report["OrthancId"] = stored["ID"]
    server.put(f"/instances/{stored['ID']}/attachments/4903", json.dumps([report, report]))
    server.post("/vlm/reindex")
    progress = wait_reindexed(server)
    assert (progress["Restored"], progress["Problems"]) == (1, 1)
    [record] = server.json("/vlm/analyses")["Analyses"]
    assert record["OrthancId"] == stored["ID"] and record["MaxScore"] is None
