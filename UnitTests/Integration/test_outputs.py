# SPDX-License-Identifier: GPL-3.0-or-later
"""Results join the study of their images as DICOM objects, once, and go with what they are of."""
import pytest

from dicom_objects import picture_object, series_of, to_bytes
from orthanc_server import poll
from result_objects import (
    NOTHING,
    PDF,
    PM,
    PR,
    REFUSE_OWN,
    SC,
    SR,
    all_own_uids,
    analysed,
    count_instances,
    count_rows,
    outputs_of,
    own_instances,
    own_series,
    wait_delivered,
)

SOP_CLASSES = {
    "StructuredReport": SR,
    "SecondaryCapture": SC,
    "EncapsulatedPdf": PDF,
    "PresentationState": PR,
    "ParametricMap": PM,
}
ALL = {
    "StructuredReport": True,
    "SecondaryCapture": True,
    "EncapsulatedPdf": True,
    "PresentationState": True,
}


def store(server, ds):
    return server.post_instance(to_bytes(ds))


def wait_first(server, level, identifier):
    """The first analysis, which the rules brought, with its outputs delivered."""
    found = server.wait_analyses(level, identifier)
    return wait_delivered(server, found[0]["AnalysisId"])


def gone(server, count):
    return poll(lambda: count_instances(server) == count, 30, f"{count} instances to remain")


def test_objects_join_the_study_in_series_of_their_own(orthanc):
    stored = [store(orthanc, one) for one in series_of("MR", 3, SeriesDescription="T1")]
    analysis = wait_first(orthanc, "series", stored[0]["ParentSeries"])
    study = stored[0]["ParentStudy"]
    series = own_series(orthanc, study)
    assert sorted(one["MainDicomTags"]["Modality"] for one in series)[-1] == "SR"
    for one in series:
        assert one["MainDicomTags"]["SeriesDescription"].startswith("AI findings (unverified)")
    classes = own_instances(orthanc, study)
    assert SR in classes and SC in classes and classes.count(SR) == 1
    assert len(analysis["Objects"]) == len(classes)
    for one in analysis["Objects"]:
        found = orthanc.json(f"/instances/{one['OrthancId']}")
        assert found["MainDicomTags"]["SOPInstanceUID"] == one["SOPInstanceUID"]
    assert len(orthanc.json(f"/studies/{study}")["Series"]) == 1 + len(series)


@pytest.mark.parametrize(
    "attributes",
    [
        {
            "SpecificCharacterSet": "GB18030",
            "PatientName": "Wang^XiaoDong=王^小东",
            "PatientID": "病人7",
        },
        {"SpecificCharacterSet": ["", "ISO 2022 IR 149"], "PatientName": "Hong^Gildong=洪^吉洞=홍^길동"},
        {"PatientID": None, "StudyDate": None, "StudyID": None, "AccessionNumber": None},
        {"PatientID": "  padded id  ", "PatientName": ""},
    ],
)
def test_a_patient_with_any_identity_stays_one_patient(orthanc, attributes):
    stored = store(orthanc, picture_object("US", **attributes))
    wait_first(orthanc, "instances", stored["ID"])
    study = orthanc.json(f"/studies/{stored['ParentStudy']}")
    assert len(study["Series"]) > 1
    assert study["ParentPatient"] == stored["ParentPatient"]
    assert len(orthanc.json(f"/patients/{stored['ParentPatient']}")["Studies"]) == 1


@pytest.mark.parametrize("name", SOP_CLASSES)
def test_each_switch_brings_its_objects_alone(fresh_orthanc, name):
    server = fresh_orthanc({"Outputs": {**NOTHING, name: True}})
    placed = picture_object(
        "MR",
        FrameOfReferenceUID="1.2.3.4",
        PixelSpacing=[1, 1],
        ImagePositionPatient=[0, 0, 0],
        ImageOrientationPatient=[1, 0, 0, 0, 1, 0],
    )
    stored = store(server, placed)
    wait_first(server, "series", stored["ParentSeries"])
    assert set(own_instances(server, stored["ParentStudy"])) == {SOP_CLASSES[name]}


def test_nothing_is_written_where_all_is_off(fresh_orthanc):
    server = fresh_orthanc({"Outputs": NOTHING})
    stored = store(server, picture_object("US"))
    uuid = server.wait_analyses("instances", stored["ID"])[0]["AnalysisId"]
    later = server.analyze_now("instances", stored["ID"], Force=True).json()["AnalysisId"]
    waiting = "analyses WHERE to_deliver > 0"
    poll(lambda: count_rows(server, waiting) == 0, 30, "both to be planned")
    assert outputs_of(server, uuid) == outputs_of(server, later) == []
    assert count_instances(server) == 1


@pytest.mark.parametrize("superseded", ["Keep", "Remove"])
def test_a_repeated_analysis_supersedes(fresh_orthanc, superseded):
    server = fresh_orthanc({"Outputs": {"SecondaryCapture": False, "Superseded": superseded}})
    stored = store(server, picture_object("US"))
    first = wait_first(server, "instances", stored["ID"])
    second = analysed(server, "instances", stored["ID"])
    uids = [one["Objects"][0]["SOPInstanceUID"] for one in (first, second)]
    kept = uids if superseded == "Keep" else uids[1:]
    assert all_own_uids(server) == sorted(kept)
    tags = server.json(f"/instances/{second['Objects'][0]['OrthancId']}/simplified-tags")
    if superseded == "Keep":
        [study] = tags["PredecessorDocumentsSequence"]
        [document] = study["ReferencedSeriesSequence"][0]["ReferencedSOPSequence"]
        assert document["ReferencedSOPInstanceUID"] == uids[0]


def test_the_same_arrival_twice_brings_one_set(fresh_orthanc):
    server = fresh_orthanc({})
    content = to_bytes(picture_object("US"))
    stored = server.post_instance(content)
    analysis = wait_first(server, "instances", stored["ID"])
    assert server.post_instance(content)["Status"] == "AlreadyStored"
    server.restart()
    assert all_own_uids(server) == sorted(one["SOPInstanceUID"] for one in analysis["Objects"])
    assert len(server.analyses("studies", stored["ParentStudy"])) == 1


@pytest.mark.parametrize("level", ["instances", "series", "studies"])
def test_deletion_of_the_source_takes_the_objects_along(fresh_orthanc, level):
    server = fresh_orthanc({"Outputs": ALL})
    other = store(server, picture_object("US"))
    wait_first(server, "instances", other["ID"])
    before = count_instances(server)
    stored = store(server, picture_object("US"))
    wait_first(server, "instances", stored["ID"])
    parent = {"instances": "ID", "series": "ParentSeries", "studies": "ParentStudy"}[level]
    assert server.delete(f"/{level}/{stored[parent]}").status_code == 200
    gone(server, before)
    assert server.get(f"/studies/{stored['ParentStudy']}").status_code == 404
    poll(lambda: count_rows(server, "deliveries") == 2, 30, "the deliveries to be forgotten")


def test_deletion_of_the_analysis_takes_its_objects_along(orthanc):
    stored = store(orthanc, picture_object("US"))
    first = wait_first(orthanc, "instances", stored["ID"])
    second = analysed(orthanc, "instances", stored["ID"])
    assert orthanc.delete(f"/vlm/analyses/{second['AnalysisId']}").status_code == 200
    left = {one["SOPInstanceUID"] for one in first["Objects"]}

    def others_gone():
        series = own_series(orthanc, stored["ParentStudy"])
        found = {
            one["MainDicomTags"]["SOPInstanceUID"]
            for each in series
            for one in orthanc.json(f"/series/{each['ID']}/instances")
        }
        return found == left

    poll(others_gone, 30, "the objects of the second analysis to go")


def test_deletion_while_the_plugin_is_away_is_made_up_for(fresh_orthanc):
    server = fresh_orthanc({})
    stored = store(server, picture_object("US"))
    wait_first(server, "instances", stored["ID"])
    server.stop()
    server.plugins = []
    server.start()
    server.delete(f"/series/{stored['ParentSeries']}")
    assert count_instances(server) > 0
    server.stop()
    server.plugins = None
    server.start()
    gone(server, 0)


def test_kill_9_leaves_nothing_twice_and_nothing_behind(fresh_orthanc):
    server = fresh_orthanc({"Outputs": {**ALL, "Labels": False}, "MaxAttempts": 20})
    stored = [store(server, picture_object("US")) for _ in range(12)]
    for _ in range(4):
        poll(lambda: server.json("/vlm/status")["Outputs"]["Delivered"] >= 0, 5, "the status")
        server.kill()
        server.start()
        stored.append(store(server, picture_object("US")))
    uids = []
    for one in stored:
        analysis = wait_first(server, "instances", one["ID"])
        assert all(each["OrthancId"] for each in analysis["Objects"])
        assert len(own_instances(server, one["ParentStudy"])) == len(analysis["Objects"])
        uids += [each["SOPInstanceUID"] for each in analysis["Objects"]]
    assert all_own_uids(server) == sorted(uids) and len(set(uids)) == len(uids)
    assert count_instances(server) == len(stored) + len(uids)


def test_a_store_that_is_refused_is_tried_again_and_the_analysis_stays(fresh_orthanc, tmp_path):
    script = tmp_path / "refuse.lua"
    script.write_text(REFUSE_OWN)
    server = fresh_orthanc({}, options={"LuaScripts": [str(script)]})
    stored = store(server, picture_object("US"))
    uuid = server.wait_analyses("instances", stored["ID"])[0]["AnalysisId"]

    def refused():
        one = [one for one in outputs_of(server, uuid) if one["Kind"] == "Objects"]
        return one[0] if one and one[0]["Reason"] else None

    waiting = poll(refused, 30, "the refusal")
    assert waiting["Status"] == "Waiting" and "FilteredOut" in waiting["Reason"]
    assert waiting["NextAttemptAt"] is not None
    analysis = server.json(f"/vlm/analyses/{uuid}")
    assert analysis["Status"] == "Completed"
    assert [one["OrthancId"] for one in analysis["Objects"]] == [None] * len(analysis["Objects"])
    assert server.wait_report("instances", stored["ID"])["AnalysisId"] == uuid
    assert server.post(f"/vlm/analyses/{uuid}/retry").status_code == 202
    server.stop()
    server.options = {}
    server.start()
    wait_delivered(server, uuid)
    assert SR in own_instances(server, stored["ParentStudy"])


def test_retry_is_a_conflict_where_all_is_delivered(orthanc):
    stored = store(orthanc, picture_object("US"))
    analysis = wait_first(orthanc, "instances", stored["ID"])
    answer = orthanc.post(f"/vlm/analyses/{analysis['AnalysisId']}/retry")
    assert answer.status_code == 409, answer.text
    assert "is Completed and none of its outputs waits or failed." in answer.json()["Message"]


def test_status_and_metrics_count_outputs(orthanc):
    stored = store(orthanc, picture_object("US"))
    wait_first(orthanc, "instances", stored["ID"])
    status = orthanc.json("/vlm/status")
    assert status["Outputs"]["Delivered"] >= 1
    assert status["Labels"] == orthanc.json("/system").get("HasLabels", False)
    assert "vlm_outputs_delivered " in orthanc.get("/tools/metrics-prometheus").text


@pytest.mark.parametrize(
    "section, key",
    [
        ({"StructuredReport": "yes"}, "Vlm.Outputs.StructuredReport"),
        ({"LabelNames": {"Finding": "a b"}}, "Vlm.Outputs.LabelNames.Finding"),
        ({"SendTo": ["a/b"]}, "Vlm.Outputs.SendTo"),
        ({"Unknown": 1}, "Vlm.Outputs.Unknown"),
    ],
)
def test_mistakes_in_outputs_stop_the_start(fresh_orthanc, section, key):
    server = fresh_orthanc({"Outputs": section}, start=False)
    server.launch()
    server.wait_for_exit()
    assert key in server.log()
