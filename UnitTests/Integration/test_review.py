# SPDX-License-Identifier: GPL-3.0-or-later
"""POST .../vlm/review: what is stored, served and refused."""
import json
import threading
import time

import pytest

from dicom_objects import picture_object, series_of, to_bytes
from http_errors import assert_error
from orthanc_server import poll
from result_objects import outputs_of, wait_delivered
from reviews import SIGNED, added_finding, analysed_picture, post_review, review_of, reviewed

UNKNOWN = "11111111-22222222-33333333-44444444-55555555"
UUID = "01234567-89ab-4cde-8f01-23456789abcd"


def without_review(report):
    return {key: value for key, value in report.items() if key not in ("Review", "Reviews")}


def test_a_review_is_served_everywhere_and_the_original_kept(orthanc):
    stored, before = analysed_picture(orthanc)
    place = f"/instances/{stored['ID']}/vlm/report"
    review = review_of(before, "Rejected", Impression="No lesion.", Added=[added_finding()])
    report = reviewed(orthanc, "instances", stored["ID"], review)
    assert report == orthanc.json(place)
    assert report["Review"]["Revision"] == 1 and report["Review"]["SignedOff"] is False
    assert report["Review"]["OriginalImpression"] == before["Narrative"]["Impression"]
    assert report["Review"]["Counts"]["Rejected"] == len(before["Findings"])
    assert [one["Label"] for one in report["Findings"]] == ["cyst"]
    assert report["Findings"][0]["Review"]["Disposition"] == "Added"
    assert report["Narrative"]["Impression"] == "No lesion."
    for form in ("text", "html"):
        assert "No lesion." in orthanc.get(f"{place}?format={form}").text
        assert "No lesion." not in orthanc.get(f"{place}?format={form}&reviewed=false").text
    original = orthanc.json(f"{place}?reviewed=false")
    assert without_review(original) == without_review(before)
    assert original["Review"] is None and original["Reviews"] == []
    kept = json.loads(orthanc.get(f"/instances/{stored['ID']}/attachments/4901/data").text)
    assert kept["Findings"] == before["Findings"]


def test_lists_tell_of_reviews(orthanc):
    stored, report = analysed_picture(orthanc, PatientID="Reviewed list")
    path = "/vlm/reports?patientId=Reviewed%20list"
    [summary] = orthanc.json(path)["Reports"]
    assert (summary["Reviewed"], summary["SignedOff"], summary["Revision"]) == (False, False, 0)
    assert summary["StudyId"] == stored["ParentStudy"]
    assert orthanc.json(f"{path}&reviewed=true")["Reports"] == []
    review = review_of(report, "Rejected", Impression="Nothing.", **SIGNED)
    reviewed(orthanc, "instances", stored["ID"], review)
    [summary] = orthanc.json(f"{path}&reviewed=true")["Reports"]
    assert (summary["Reviewed"], summary["SignedOff"], summary["Revision"]) == (True, True, 1)
    assert (summary["Findings"], summary["Impression"]) == (0, "Nothing.")
    assert orthanc.json(f"{path}&reviewed=false")["Reports"] == []
    [analysis] = orthanc.analyses("instances", stored["ID"])
    assert (analysis["Revision"], analysis["SignedOff"]) == (1, True)
    assert_error(orthanc.get(f"{path}&reviewed=yes"), 400)
    assert_error(orthanc.get(f"/instances/{stored['ID']}/vlm/report?reviewed=yes"), 400)


def test_acceptance_is_counted_by_the_newest_reviews(fresh_orthanc):
    server = fresh_orthanc()
    first, report = analysed_picture(server)
    second, other = analysed_picture(server)
    assert server.json("/vlm/status")["Acceptance"] == []
    once = reviewed(server, "instances", first["ID"], review_of(report, "Rejected"))
    once["Findings"] = report["Findings"]
    again = dict(review_of(report), Revision=1)
    reviewed(server, "instances", first["ID"], again)
    reviewed(server, "instances", second["ID"], review_of(other, "Rejected"))
    rows = server.json("/vlm/status")["Acceptance"]
    for row in rows:
        accepted = sum(one["Label"] == row["Label"] for one in report["Findings"])
        rejected = sum(one["Label"] == row["Label"] for one in other["Findings"])
        assert (row["Model"], row["Modality"]) == ("offline", "US")
        assert (row["Accepted"], row["Edited"], row["Added"]) == (accepted, 0, 0)
        assert row["Rejected"] == rejected
        assert row["Rate"] == pytest.approx(accepted / (accepted + rejected))
    assert {row["Label"] for row in rows} == {
        one["Label"] for one in report["Findings"] + other["Findings"]
    }


def test_of_simultaneous_reviews_one_is_taken_and_the_others_told_of_it(orthanc):
    stored, report = analysed_picture(orthanc)
    barrier, answers = threading.Barrier(8), []

    def send(number):
        review = review_of(report, Impression=f"By {number}.", SignOff={"Name": f"R{number}"})
        barrier.wait()
        answers.append((number, post_review(orthanc, "instances", stored["ID"], review)))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [number for number, answer in answers if answer.status_code == 200]
    assert len(won) == 1
    kept = orthanc.json(f"/instances/{stored['ID']}/vlm/report")
    assert kept["Narrative"]["Impression"] == f"By {won[0]}."
    for number, answer in answers:
        if number not in won:
            details = assert_error(answer, 409)["Details"]
            assert details == {
                "Revision": 1,
                "User": None,
                "Name": f"R{won[0]}",
                "At": kept["Review"]["At"],
            }


def test_a_later_review_follows_the_earlier_one(orthanc):
    stored, report = analysed_picture(orthanc)
    first = reviewed(orthanc, "instances", stored["ID"], review_of(report, "Rejected"))
    assert first["Findings"] == []
    second = reviewed(
        orthanc, "instances", stored["ID"], dict(review_of(report, **SIGNED), Revision=1)
    )
    assert [one["Revision"] for one in second["Reviews"]] == [1, 2]
    assert second["Review"]["SignedOff"] and not second["Review"]["Amends"]
    unsigned = dict(review_of(report), Revision=2)
    assert "SignOff" in assert_error(
        post_review(orthanc, "instances", stored["ID"], unsigned), 400
    )["Message"]
    amended = reviewed(
        orthanc, "instances", stored["ID"], dict(review_of(report, **SIGNED), Revision=2)
    )
    assert amended["Review"]["Amends"] and amended["Review"]["Revision"] == 3


def test_a_sign_off_has_the_objects_made_anew(fresh_orthanc):
    server = fresh_orthanc()
    stored, report = analysed_picture(server)
    uuid = report["AnalysisId"]
    before = wait_delivered(server, uuid)
    reviewed(server, "instances", stored["ID"], review_of(report))
    assert outputs_of(server, uuid) == before["Outputs"], "a draft changes nothing"
    reviewed(server, "instances", stored["ID"], dict(review_of(report, **SIGNED), Revision=1))
    made = [one["CreatedAt"] for one in before["Outputs"]]

    def planned_anew():
        now = outputs_of(server, uuid)
        return now and all(one["CreatedAt"] > max(made) for one in now)

    poll(planned_anew, 30, "the outputs to be planned anew")
    assert wait_delivered(server, uuid)["Objects"]


def analysed_study(server):
    """Two pictures of one study; the study's identifier and their reports."""
    first = picture_object("US")
    second = picture_object(
        "US", PatientID=first.PatientID, StudyInstanceUID=first.StudyInstanceUID
    )
    stored = [server.post_instance(to_bytes(one)) for one in (first, second)]
    reports = [server.wait_report("instances", one["ID"]) for one in stored]
    return stored[0]["ParentStudy"], reports


def test_of_a_collected_report_one_analysis_is_reviewed(orthanc):
    study, reports = analysed_study(orthanc)
    review = review_of(reports[0], "Rejected")
    assert "AnalysisId" in assert_error(post_review(orthanc, "studies", study, review), 400)["Message"]
    named = dict(review, AnalysisId=reports[0]["AnalysisId"])
    answer = reviewed(orthanc, "studies", study, named)
    assert answer["AnalysisId"] == reports[0]["AnalysisId"] and answer["Level"] == "Instance"
    collected = orthanc.json(f"/studies/{study}/vlm/report")
    assert len(collected["Findings"]) == len(reports[1]["Findings"])
    revisions = {
        part["AnalysisId"]: part["Review"] and part["Review"]["Revision"]
        for part in collected["Parts"]
    }
    assert revisions == {reports[0]["AnalysisId"]: 1, reports[1]["AnalysisId"]: None}
    original = orthanc.json(f"/studies/{study}/vlm/report?reviewed=false")
    assert len(original["Findings"]) == sum(len(one["Findings"]) for one in reports)


def test_an_analysis_is_reviewed_where_it_is(orthanc):
    _, reports = analysed_study(orthanc)
    other, _ = analysed_picture(orthanc)
    named = dict(review_of(reports[0]), AnalysisId=reports[0]["AnalysisId"])
    assert_error(post_review(orthanc, "instances", other["ID"], named), 404)
    assert_error(post_review(orthanc, "studies", other["ParentStudy"], named), 404)
    assert_error(post_review(orthanc, "instances", UNKNOWN, named), 404)
    assert_error(post_review(orthanc, "instances", reports[0]["OrthancId"], dict(named, AnalysisId=UUID)), 404)


def test_a_slice_is_not_reviewed_without_its_series(orthanc):
    slices = [orthanc.post_instance(to_bytes(one)) for one in series_of("MR", 3)]
    series = slices[0]["ParentSeries"]
    report = orthanc.wait_report("series", series)
    answer = post_review(orthanc, "instances", slices[0]["ID"], review_of(report))
    assert f"/series/{series}/vlm/review" in assert_error(answer, 404)["Message"]
    named = dict(review_of(report), AnalysisId=report["AnalysisId"])
    assert_error(post_review(orthanc, "instances", slices[0]["ID"], named), 404)
    assert reviewed(orthanc, "studies", slices[0]["ParentStudy"], review_of(report))["Level"] == "Series"


def test_what_has_no_report_is_not_reviewed(orthanc):
    nothing = orthanc.post_instance(to_bytes(picture_object("NM")))
    assert_error(post_review(orthanc, "instances", nothing["ID"], {"Revision": 0}), 404)
    broken = orthanc.post_instance(to_bytes(picture_object("US", Columns=None)))
    [failed] = orthanc.wait_analyses("instances", broken["ID"])
    assert failed["Status"] == "Failed"
    for body in ({"Revision": 0}, {"Revision": 0, "AnalysisId": failed["AnalysisId"]}):
        error = assert_error(post_review(orthanc, "instances", broken["ID"], body), 409)
        assert "Failed" in error["Message"] and error["Details"] == {}


BAD_BODIES = [
    "",
    "{",
    "[]",
    "null",
    "5",
    "{}",
    '{"Revision": "0"}',
    '{"Revision": -1}',
    '{"Revision": 1.5}',
    '{"Revision": 1e400}',
    '{"Revision": 0, "Findings": 5}',
    '{"Revision": 0, "Findings": [null]}',
    '{"Revision": 0, "Findings": [{"Id": "x", "Disposition": "Accepted"}]}',
    '{"Revision": 0, "Added": [{}]}',
    '{"Revision": 0, "Added": {"a": 1}}',
    '{"Revision": 0, "Impression": []}',
    '{"Revision": 0, "SignOff": "me"}',
    '{"Revision": 0, "SignOff": {"Name": "Smith"}}',  # nothing is decided
    '{"Revision": 0, "AnalysisId": 5}',
    '{"Revision": 0, "AnalysisId": "../1"}',
    "\xff\xfe",
    "[" * 5000,
]


def test_what_is_no_review_is_refused(orthanc):
    stored, _ = analysed_picture(orthanc)
    for body in BAD_BODIES:
        answer = post_review(orthanc, "instances", stored["ID"], body.encode("latin-1"))
        assert_error(answer, 400)
    too_large = json.dumps({"Revision": 0, "Impression": "x" * (1 << 20)})
    assert_error(post_review(orthanc, "instances", stored["ID"], too_large), 413)
    answer = orthanc.get(f"/instances/{stored['ID']}/vlm/review")
    assert answer.status_code == 405 and answer.headers["Allow"] == "POST"
    assert orthanc.json(f"/instances/{stored['ID']}/vlm/report")["Review"] is None


def test_a_deleted_analysis_cannot_be_reviewed(orthanc):
    stored, report = analysed_picture(orthanc)
    reviewed(orthanc, "instances", stored["ID"], review_of(report))
    assert orthanc.delete(f"/vlm/analyses/{report['AnalysisId']}").status_code == 200
    named = dict(review_of(report), AnalysisId=report["AnalysisId"], Revision=1)
    assert_error(post_review(orthanc, "instances", stored["ID"], named), 404)
    assert_error(post_review(orthanc, "instances", stored["ID"], review_of(report)), 404)


def test_a_new_analysis_begins_without_reviews(orthanc):
    stored, report = analysed_picture(orthanc)
    reviewed(orthanc, "instances", stored["ID"], review_of(report, "Rejected"))
    assert orthanc.analyze_now("instances", stored["ID"], Force=True).json()["Review"] is None
    again = orthanc.json(f"/instances/{stored['ID']}/vlm/report")
    assert again["Review"] is None and again["Findings"]
    old = dict(review_of(report), AnalysisId=report["AnalysisId"], Revision=1)
    assert reviewed(orthanc, "instances", stored["ID"], old)["Review"]["Revision"] == 2


def test_reviews_are_quick_and_leave_no_patient_data_in_the_log(fresh_orthanc):
    server = fresh_orthanc()
    stored, report = analysed_picture(server, PatientID="SECRET-PATIENT")
    review = review_of(report, "Rejected", Impression="SECRET-IMPRESSION")
    begun = time.monotonic()
    reviewed(server, "instances", stored["ID"], review)
    assert time.monotonic() - begun < 2
    lines = [line for line in server.log().splitlines() if "was reviewed" in line]
    assert len(lines) == 1 and report["AnalysisId"] in lines[0]
    assert "SECRET" not in "".join(lines) and "SECRET-IMPRESSION" not in server.log()
