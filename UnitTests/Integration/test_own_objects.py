# SPDX-License-Identifier: GPL-3.0-or-later
"""The plugin's own objects never trigger an analysis, whatever other archives did to them."""
import io

import pydicom
import pytest

from dicom_objects import picture_object, series_of, to_bytes
from result_objects import all_own_uids, is_own, own_series, wait_delivered

EVERYTHING = [{"Level": "Instance"}]


def encoded(ds):
    stream = io.BytesIO()
    pydicom.dcmwrite(stream, ds)
    return stream.getvalue()


@pytest.fixture
def captures(fresh_orthanc):
    """Our pictures as another archive gets them."""
    server = fresh_orthanc({"Outputs": {"StructuredReport": False}})
    stored = server.post_instance(to_bytes(picture_object("US")))
    wait_delivered(server, server.wait_analyses("instances", stored["ID"])[0]["AnalysisId"])
    instances = [
        one for each in own_series(server, stored["ParentStudy"]) for one in each["Instances"]
    ]
    assert instances
    return [
        pydicom.dcmread(io.BytesIO(server.get(f"/instances/{one}/file").content))
        for one in instances
    ]


def relabelled(ds):
    ds.Manufacturer = "Gateway Inc."


def without_manufacturer(ds):
    ds.Manufacturer = ""


def stripped_of_equipment(ds):
    del ds.ContributingEquipmentSequence


@pytest.mark.parametrize("change", [None, relabelled, without_manufacturer, stripped_of_equipment])
@pytest.mark.parametrize("level", ["Instance", "Series", "Study"])
def test_pictures_that_come_back_are_not_analysed(fresh_orthanc, captures, change, level):
    server = fresh_orthanc({"Rules": [{"Level": level}]})
    for ds in captures:
        if change is not None:
            change(ds)
        stored = server.post_instance(encoded(ds))
    for path, key in (("instances", "ID"), ("series", "ParentSeries"), ("studies", "ParentStudy")):
        answer = server.analyze_now(path, stored[key])
        assert answer.status_code == 422, answer.text
        assert path == "studies" or "itself" in answer.json()["Message"]
    last = server.post_instance(to_bytes(picture_object("US")))
    key = {"Instance": "ID", "Series": "ParentSeries", "Study": "ParentStudy"}[level]
    server.wait_analyses(
        {"Instance": "instances", "Series": "series", "Study": "studies"}[level], last[key]
    )
    # What was asked for above is of another priority than what arrived.
    analyses = server.json("/vlm/analyses")["Analyses"]
    assert {one["OrthancId"] for one in analyses if one["Priority"] == 0} == {last[key]}


def test_a_study_is_not_analysed_again_for_its_own_results(fresh_orthanc):
    server = fresh_orthanc({"Rules": [{"Level": "Study"}]})
    stored = [server.post_instance(to_bytes(one)) for one in series_of("MR", 2)][0]
    wait_delivered(server, server.wait_analyses("studies", stored["ParentStudy"])[0]["AnalysisId"])
    assert all_own_uids(server)
    # A second study becomes stable after the first one's results did.
    other = [server.post_instance(to_bytes(one)) for one in series_of("MR", 2)][0]
    wait_delivered(server, server.wait_analyses("studies", other["ParentStudy"])[0]["AnalysisId"])
    other = [server.post_instance(to_bytes(one)) for one in series_of("MR", 2)][0]
    server.wait_analyses("studies", other["ParentStudy"])
    assert len(server.analyses("studies", stored["ParentStudy"])) == 1


def test_rules_for_every_modality_leave_own_objects_alone(fresh_orthanc):
    server = fresh_orthanc(
        {
            "Rules": EVERYTHING,
            "Outputs": {"EncapsulatedPdf": True, "PresentationState": True},
        }
    )
    stored = [server.post_instance(to_bytes(picture_object("US"))) for _ in range(2)]
    for one in stored:
        wait_delivered(server, server.wait_analyses("instances", one["ID"])[0]["AnalysisId"])
    last = server.post_instance(to_bytes(picture_object("US")))
    server.wait_analyses("instances", last["ID"])
    analysed = {one["OrthancId"] for one in server.json("/vlm/analyses")["Analyses"]}
    assert analysed == {one["ID"] for one in stored} | {last["ID"]}
    assert any(is_own(one) for one in server.json("/series?expand"))
