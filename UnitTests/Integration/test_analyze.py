# SPDX-License-Identifier: GPL-3.0-or-later
"""POST /{level}/{id}/vlm/analyze and what becomes of it: /vlm/analyses."""
import concurrent.futures
import json

import pytest

from dicom_objects import bare_object, blob_picture, picture_object, series_of, to_bytes
from http_errors import assert_error
from orthanc_server import TERMINAL, poll
from result_objects import wait_delivered

MADE_UP = "01234567-89ab-4cde-8f01-23456789abcd"


@pytest.fixture
def stored(orthanc):
    """Orthanc identifiers of a picture that no rule analyses."""
    return orthanc.post_instance(to_bytes(picture_object("OT")))


def test_asynchronous_by_default(orthanc, stored):
    answer = orthanc.post(f"/instances/{stored['ID']}/vlm/analyze")
    assert answer.status_code == 202
    body = answer.json()
    assert body["Path"] == f"/vlm/analyses/{body['AnalysisId']}"
    record = orthanc.wait_analysis(body["AnalysisId"])
    assert record["Status"] == "Completed"
    assert (record["Level"], record["OrthancId"]) == ("Instance", stored["ID"])
    report = orthanc.json(f"/instances/{stored['ID']}/vlm/report")
    assert report["AnalysisId"] == body["AnalysisId"]


@pytest.mark.parametrize("body", ["", "{}", b"{ }"])
def test_an_empty_body_means_the_defaults(orthanc, stored, body):
    assert orthanc.post(f"/instances/{stored['ID']}/vlm/analyze", body).status_code == 202


@pytest.mark.parametrize(
    "level, key", [("instances", "ID"), ("series", "ParentSeries"), ("studies", "ParentStudy")]
)
def test_synchronous_answers_with_the_report(orthanc, stored, level, key):
    answer = orthanc.analyze_now(level, stored[key])
    assert answer.status_code == 200
    report = answer.json()
    assert report["OrthancId"] == stored[key] and report["Status"] == "Completed"
    again = orthanc.json(f"/{level}/{stored[key]}/vlm/report")
    assert again["AnalysisId"] == report["AnalysisId"]


def test_asking_again_collapses_unless_forced(orthanc, stored):
    first = orthanc.analyze_now("instances", stored["ID"]).json()["AnalysisId"]
    assert orthanc.analyze_now("instances", stored["ID"]).json()["AnalysisId"] == first
    forced = orthanc.analyze_now("instances", stored["ID"], Force=True).json()["AnalysisId"]
    assert forced != first
    ids = [one["AnalysisId"] for one in orthanc.analyses("instances", stored["ID"])]
    assert ids == [forced, first]  # newest first


def test_many_ask_at_once_and_share_one_analysis(orthanc, stored):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: orthanc.analyze_now("instances", stored["ID"]), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["AnalysisId"] for answer in answers}) == 1


def test_the_configured_model_can_be_named(orthanc, stored):
    report = orthanc.analyze_now("instances", stored["ID"], Model="offline").json()
    assert report["Model"]["Name"] == "offline" and report["Model"]["Type"] == "Offline"


@pytest.mark.parametrize(
    "body, word",
    [
        ({"Model": "nobody"}, "nobody"),
        ({"Model": 5}, "Model"),
        ({"Force": "yes"}, "Force"),
        ({"Synchronous": 1}, "Synchronous"),
        ({"Priority": "high"}, "Priority"),
        ({"Language": 5}, "Language"),
        ({"Colour": "red"}, "Colour"),
        ([], ""),
        ("text", ""),
        (5, ""),
    ],
)
def test_a_wrong_body_is_refused_and_named(orthanc, stored, body, word):
    answer = orthanc.post(f"/instances/{stored['ID']}/vlm/analyze", json.dumps(body))
    assert word in assert_error(answer, 400)["Message"]
    assert orthanc.analyses("instances", stored["ID"]) == []


@pytest.mark.parametrize(
    "body",
    [
        "{",
        '{"Force": tru',
        "nonsense",
        '{"Force": true} x',
        b"\xff\xfe\x00",
        '{"Force":true,"Force":false}',
        "[" * 30000,
        '{"Model": "\\ud800"}',
    ],
    ids=lambda body: repr(body[:30]),
)
def test_malformed_json_is_refused(orthanc, stored, body):
    answer = orthanc.post(f"/instances/{stored['ID']}/vlm/analyze", body)
    assert_error(answer, 400)


def test_a_huge_body_is_refused(orthanc, stored):
    body = '{"Model": "' + "x" * (20 * 1024 * 1024) + '"}'
    assert_error(orthanc.post(f"/instances/{stored['ID']}/vlm/analyze", body), 413)


@pytest.mark.parametrize("kind", ["SR", "PR", "KO", "DOC"])
def test_an_object_without_pixels_cannot_be_analysed(orthanc, kind):
    stored = orthanc.post_instance(to_bytes(bare_object(kind)))
    assert_error(orthanc.analyze_now("instances", stored["ID"]), 422)
    report = orthanc.get(f"/instances/{stored['ID']}/vlm/report")
    assert report.status_code == 404 or report.json()["Status"] == "Failed"


def test_the_plugins_own_object_cannot_be_analysed(orthanc):
    stored = orthanc.post_instance(to_bytes(picture_object("OT", Manufacturer="Orthanc VLM")))
    assert_error(orthanc.analyze_now("instances", stored["ID"]), 422)


@pytest.mark.parametrize("level", ["instances", "series", "studies"])
def test_an_unknown_resource_is_not_found(orthanc, level):
    unknown = "11111111-22222222-33333333-44444444-55555555"
    for identifier in (unknown, "abc", "a" * 500):
        assert_error(orthanc.post(f"/{level}/{identifier}/vlm/analyze"), 404)
        for view in ("report", "analyses"):
            assert_error(orthanc.get(f"/{level}/{identifier}/vlm/{view}"), 404)


def test_an_identifier_of_another_level_is_not_found(orthanc, stored):
    assert_error(orthanc.post(f"/series/{stored['ID']}/vlm/analyze"), 404)
    assert_error(orthanc.get(f"/instances/{stored['ParentSeries']}/vlm/report"), 404)


def test_one_analysis_tells_its_state(orthanc, stored):
    uuid = orthanc.analyze_now("instances", stored["ID"]).json()["AnalysisId"]
    record = orthanc.json(f"/vlm/analyses/{uuid}")
    assert record["AnalysisId"] == uuid and record["Model"] == "offline"
    assert record["Status"] == "Completed" and record["Attempts"] == 1
    assert record["QueuedAt"].endswith("Z")
    listed = orthanc.analyses("instances", stored["ID"])[0]
    assert {key: record[key] for key in listed} == listed
    assert set(record) - set(listed) == {"Outputs", "Objects"}


def test_an_unknown_analysis_is_not_found(orthanc):
    for path in (f"/vlm/analyses/{MADE_UP}", "/vlm/analyses/abc"):
        assert_error(orthanc.get(path), 404)
        assert_error(orthanc.delete(path), 404)
        assert_error(orthanc.post(path + "/retry"), 404)


def test_a_deleted_analysis_takes_its_report_with_it(orthanc, stored):
    first = orthanc.analyze_now("instances", stored["ID"]).json()
    second = orthanc.analyze_now("instances", stored["ID"], Force=True).json()
    assert orthanc.delete(f"/vlm/analyses/{second['AnalysisId']}").status_code == 200
    assert_error(orthanc.get(f"/vlm/analyses/{second['AnalysisId']}"), 404)
    newest = orthanc.json(f"/instances/{stored['ID']}/vlm/report")
    assert newest["AnalysisId"] == first["AnalysisId"]
    assert orthanc.delete(f"/vlm/analyses/{first['AnalysisId']}").status_code == 200
    assert_error(orthanc.get(f"/instances/{stored['ID']}/vlm/report"), 404)
    assert orthanc.analyses("instances", stored["ID"]) == []


def test_what_succeeded_cannot_be_retried(orthanc, stored):
    uuid = orthanc.analyze_now("instances", stored["ID"]).json()["AnalysisId"]
    wait_delivered(orthanc, uuid)
    assert_error(orthanc.post(f"/vlm/analyses/{uuid}/retry"), 409)


def test_what_failed_can_be_retried(orthanc):
    stored = orthanc.post_instance(to_bytes(picture_object("US", Rows=None)))
    failed = orthanc.wait_analyses("instances", stored["ID"])[0]
    assert failed["Status"] == "Failed" and "Rows" in failed["Reason"]
    answer = orthanc.post(f"/vlm/analyses/{failed['AnalysisId']}/retry")
    assert answer.status_code in (200, 202)
    again = orthanc.wait_analysis(failed["AnalysisId"])
    assert again["Status"] == "Failed"
    assert len(orthanc.analyses("instances", stored["ID"])) == 1


def test_a_report_asked_for_too_early_answers_202_with_the_analysis(fresh_orthanc):
    server = fresh_orthanc({"Workers": 1})
    busy = [to_bytes(picture_object("US", blob_picture(1024, 1024))) for _ in range(30)]
    identifiers = [server.post_instance(one)["ID"] for one in busy]
    last = server.post_instance(to_bytes(picture_object("US")))["ID"]

    def answer_unless_404():  # 404 until the arrival was noticed
        got = server.get(f"/instances/{last}/vlm/report")
        return got if got.status_code != 404 else None

    answer = poll(answer_unless_404, 20, "the arrival to be noticed")
    if answer.status_code != 200:  # it is 200 where analyses are faster than uploads
        assert answer.status_code == 202
        assert answer.json()["AnalysisId"] == server.analyses("instances", last)[0]["AnalysisId"]
        assert answer.json()["Status"] in ("Queued", "Running")
    for identifier in identifiers + [last]:
        assert server.wait_analyses("instances", identifier)[0]["Status"] in TERMINAL


def test_a_higher_priority_is_served_first(fresh_orthanc):
    server = fresh_orthanc({"Workers": 1, "AnalyzeOnStore": False})
    pictures = [to_bytes(picture_object("US", blob_picture(1024, 1024))) for _ in range(12)]
    identifiers = [server.post_instance(one)["ID"] for one in pictures]
    for identifier in identifiers:
        server.post(f"/instances/{identifier}/vlm/analyze", {"Force": True})
    urgent = server.post_instance(to_bytes(picture_object("US")))["ID"]
    answer = server.analyze_now("instances", urgent, Priority=1000)
    assert answer.status_code == 200
    last = server.wait_analyses("instances", identifiers[-1])[0]
    assert last["CompletedAt"] >= server.analyses("instances", urgent)[0]["CompletedAt"]


def test_the_list_of_a_series_holds_what_is_below_it(orthanc):
    stored = [orthanc.post_instance(to_bytes(ds)) for ds in series_of("NM", 2)]
    for one in stored:
        orthanc.analyze_now("instances", one["ID"])
    orthanc.analyze_now("series", stored[0]["ParentSeries"])
    levels = [one["Level"] for one in orthanc.analyses("series", stored[0]["ParentSeries"])]
    assert sorted(levels) == ["Instance", "Instance", "Series"]
    assert len(orthanc.analyses("studies", stored[0]["ParentStudy"])) == 3
