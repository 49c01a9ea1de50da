# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports made from several analyses: what is pending, read twice, failed later, or lost."""
import json
import sqlite3

import pytest

from dicom_objects import picture_object, series_of, to_bytes
from http_errors import assert_error
from orthanc_server import poll

QUIET = {"AnalyzeOnStore": False}
STATES = {"Queued": 0, "Failed": 4}  # as in the database


@pytest.fixture
def quiet(fresh_orthanc):
    """A server that analyses only what it is asked to."""
    return fresh_orthanc(QUIET)


def read_now(server, level, identifier):
    answer = server.analyze_now(level, identifier, Force=True)
    assert answer.status_code == 200, answer.text
    return answer.json()


def report_of(server, level, identifier):
    return server.json(f"/{level}/{identifier}/vlm/report")


def post_series(server, modality="CT", count=3, **attributes):
    stored = [server.post_instance(to_bytes(ds)) for ds in series_of(modality, count, **attributes)]
    return stored[0]["ParentStudy"], stored[0]["ParentSeries"], [one["ID"] for one in stored]


def pretend(server, analysis, state, **columns):
    """Restarts with another state of that analysis in the database."""
    columns = {"state": STATES[state], **columns}
    server.stop()
    connection = sqlite3.connect(server.storage / "vlm.db")
    assignments = ", ".join(f"{name} = :{name}" for name in columns)
    changed = connection.execute(
        f"UPDATE analyses SET {assignments} WHERE id = :id", {**columns, "id": analysis}
    )
    assert changed.rowcount == 1
    connection.commit()
    connection.close()
    server.start()
    poll(lambda: server.get("/vlm/status").status_code == 200, 10, "the plugin")


def forget_all(server):
    """Restarts without the database."""
    server.stop()
    for path in server.storage.glob("vlm.db*"):
        path.unlink()
    server.start()
    poll(lambda: server.get("/vlm/status").status_code == 200, 10, "the plugin")


def read_images(report):
    return sorted((image["OrthancId"], image["Frame"]) for image in report["Images"])


def test_a_study_half_done_says_so(quiet):
    flat = {"StudyInstanceUID": "1.2.826.0.1.3680043.8.498.77", "PatientID": "HALF"}
    objects = [picture_object("US", **flat) for _ in range(2)]
    first, second = [quiet.post_instance(to_bytes(ds)) for ds in objects]
    read_now(quiet, "instances", first["ID"])
    last = read_now(quiet, "instances", second["ID"])
    whole = report_of(quiet, "studies", first["ParentStudy"])
    assert "Pending" not in whole and len(whole["Parts"]) == 2

    later = 4102444800000  # 2100, ms
    pretend(
        quiet,
        last["AnalysisId"],
        "Queued",
        next_attempt_at=later,
        completed_at=None,
        ended_sequence=None,
    )
    report = report_of(quiet, "studies", first["ParentStudy"])
    assert report["Pending"] == 1 and report["NoAbnormality"] is False
    assert report["Warnings"][0] == "1 analysis of a part is still queued or running."
    assert [image["OrthancId"] for image in report["Images"]] == [first["ID"]]
    text = quiet.get(f"/studies/{first['ParentStudy']}/vlm/report?format=text").text
    assert "still queued or running" in text
    assert "Pending" not in report_of(quiet, "instances", first["ID"])


def test_an_image_read_again_counts_once(quiet):
    study, series, instances = post_series(quiet)
    read_now(quiet, "series", series)
    again = read_now(quiet, "instances", instances[1])
    assert again["Findings"]
    for level, identifier in (("series", series), ("studies", study)):
        report = report_of(quiet, level, identifier)
        assert read_images(report) == sorted((one, 0) for one in instances)
        ids = [finding["Id"] for finding in report["Findings"]]
        assert len(set(ids)) == len(ids)
        of_it = [
            finding["Id"]
            for finding in report["Findings"]
            if report["Images"][finding["Image"]]["OrthancId"] == instances[1]
        ]
        assert of_it == [finding["Id"] for finding in again["Findings"]]

    newest = read_now(quiet, "series", series)
    assert report_of(quiet, "series", series) == newest
    report = report_of(quiet, "studies", study)
    assert [part["AnalysisId"] for part in report["Parts"]] == [newest["AnalysisId"]]
    of_newest = {"AnalysisId": newest["AnalysisId"]}
    assert report["Findings"] == [{**finding, **of_newest} for finding in newest["Findings"]]


def test_a_later_failure_is_told(quiet):
    instance = quiet.post_instance(to_bytes(picture_object("US")))["ID"]
    first = read_now(quiet, "instances", instance)
    second = read_now(quiet, "instances", instance)
    pretend(quiet, second["AnalysisId"], "Failed", reason="The lamp went out.")
    report = report_of(quiet, "instances", instance)
    assert report["AnalysisId"] == first["AnalysisId"] and report["Status"] == "Completed"
    assert report["Warnings"].count("A later analysis failed: The lamp went out.") == 1


def test_reports_outlive_the_database(quiet):
    study, series, instances = post_series(quiet)
    lone = quiet.post_instance(to_bytes(picture_object("US")))
    asked = [("series", series), ("instances", lone["ID"])]
    for level, identifier in asked:
        read_now(quiet, level, identifier)
    asked += [("instances", instances[0]), ("studies", study), ("studies", lone["ParentStudy"])]
    before = [report_of(quiet, *one) for one in asked]
    forget_all(quiet)
    assert [report_of(quiet, *one) for one in asked] == before
    unasked = quiet.post_instance(to_bytes(picture_object("US")))
    assert_error(quiet.get(f"/studies/{unasked['ParentStudy']}/vlm/report"), 404)


def test_a_report_deleted_from_orthanc_is_missed(quiet):
    instance = quiet.post_instance(to_bytes(picture_object("US")))["ID"]
    read_now(quiet, "instances", instance)
    quiet.delete(f"/instances/{instance}/attachments/4901").raise_for_status()
    report = report_of(quiet, "instances", instance)
    assert report["Status"] == "Failed"
    assert report["Reason"] == "The report is no longer stored with the resource."


def test_a_series_answers_with_its_part_of_the_studys_report(quiet):
    study, first, ours = post_series(quiet, count=2)
    tags = quiet.json(f"/studies/{study}")
    same = {
        "StudyInstanceUID": tags["MainDicomTags"]["StudyInstanceUID"],
        "PatientID": tags["PatientMainDicomTags"]["PatientID"],
    }
    objects = [picture_object("CT", **same), picture_object("MR", **same)]
    others = [quiet.post_instance(to_bytes(ds)) for ds in objects]
    assert {one["ParentStudy"] for one in others} == {study}
    whole = read_now(quiet, "studies", study)
    assert len(whole["Images"]) == 4
    for series, instances in [(first, ours)] + [
        (one["ParentSeries"], [one["ID"]]) for one in others
    ]:
        report = report_of(quiet, "series", series)
        assert (report["Level"], report["OrthancId"]) == ("Series", series)
        assert read_images(report) == sorted((one, 0) for one in instances)
        expected = [
            finding["Id"]
            for finding in whole["Findings"]
            if whole["Images"][finding["Image"]]["OrthancId"] in instances
        ]
        assert [finding["Id"] for finding in report["Findings"]] == expected
        assert "not of this series alone" in json.dumps(report["Warnings"])
