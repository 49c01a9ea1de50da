# SPDX-License-Identifier: GPL-3.0-or-later
"""Which study, series and analysis an object belongs to, whatever becomes of the patient's."""
import contextlib
import io
import sqlite3

import pydicom

from dicom_objects import picture_object, to_bytes
from orthanc_server import poll
from result_objects import (
    analysed,
    count_instances,
    count_rows,
    database,
    outputs_of,
    own_instances,
    wait_delivered,
)


def store(server, ds):
    return server.post_instance(to_bytes(ds))


def wait_first(server, stored):
    found = server.wait_analyses("instances", stored["ID"])
    return wait_delivered(server, found[0]["AnalysisId"])


def corrected_copy(server, instance):
    """Of one of our objects, in the study of a patient whose PatientID was corrected."""
    ds = pydicom.dcmread(io.BytesIO(server.get(f"/instances/{instance}/file").content))
    ds.PatientID = "CORRECTED"
    return store(server, ds)["ID"]


def test_a_patient_id_that_no_object_can_carry_fails_for_good(orthanc):
    content = to_bytes(picture_object("US", PatientID="7x7"))
    stored = orthanc.post_instance(content.replace(b"7x7", b"7\t7"))
    uuid = orthanc.wait_analyses("instances", stored["ID"])[0]["AnalysisId"]

    def failed():
        return [one for one in outputs_of(orthanc, uuid) if one["Status"] == "Failed"] or None

    [output] = poll(failed, 30, "the objects to fail")
    assert output["Kind"] == "Objects" and output["Attempts"] == 1
    assert "PatientID" in output["Reason"]
    assert own_instances(orthanc, stored["ParentStudy"]) == []


def make_again(server):
    """As if the server had crashed before it noted that objects were stored."""
    server.stop()
    with contextlib.closing(sqlite3.connect(database(server))) as connection, connection:
        connection.execute("UPDATE deliveries SET state = 0, next_attempt_at = 0 WHERE kind = 0")
    server.start()


def series_uids(server, analysis):
    """SeriesInstanceUID of each object of an analysis, by its SOPInstanceUID."""
    return {
        one["SOPInstanceUID"]: server.json(f"/instances/{one['OrthancId']}/series")[
            "MainDicomTags"
        ]["SeriesInstanceUID"]
        for one in analysis["Objects"]
    }


def test_series_are_of_one_analysis_and_the_same_when_made_again(fresh_orthanc):
    server = fresh_orthanc({})
    stored = store(server, picture_object("US"))
    first = wait_first(server, stored)
    second = analysed(server, "instances", stored["ID"])
    uids = [series_uids(server, one) for one in (first, second)]
    assert not set(uids[0].values()) & set(uids[1].values())
    for one in first["Objects"]:
        server.delete(f"/instances/{one['OrthancId']}")
    make_again(server)
    again = wait_delivered(server, first["AnalysisId"])
    assert series_uids(server, again) == uids[0]


def test_copies_in_another_patient_s_study_stay(fresh_orthanc):
    server = fresh_orthanc({})
    stored = store(server, picture_object("US"))
    analysis = wait_first(server, stored)
    copies = [corrected_copy(server, one["OrthancId"]) for one in analysis["Objects"]]
    shown = server.json(f"/vlm/analyses/{analysis['AnalysisId']}")["Objects"]
    assert shown == analysis["Objects"]
    server.delete(f"/studies/{stored['ParentStudy']}")
    poll(lambda: count_instances(server) == len(copies), 30, "ours to go")
    poll(lambda: count_rows(server, "deliveries") == 0, 30, "the deliveries to be forgotten")
    assert sorted(server.json("/instances")) == sorted(copies)
