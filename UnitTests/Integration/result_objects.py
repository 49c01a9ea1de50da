# SPDX-License-Identifier: GPL-3.0-or-later
"""The DICOM objects that an analysis brings, as a real Orthanc has them."""
import contextlib
import pathlib
import sqlite3

from model_world import square_object
from orthanc_server import ANALYSIS_SECONDS, poll

OWN = "Orthanc VLM"
SR, SC = "1.2.840.10008.5.1.4.1.1.88.34", "1.2.840.10008.5.1.4.1.1.7"
PDF, PR = "1.2.840.10008.5.1.4.1.1.104.1", "1.2.840.10008.5.1.4.1.1.11.1"
PM = "1.2.840.10008.5.1.4.1.1.30"
OUTPUTS = {
    "StructuredReport": True,
    "SecondaryCapture": True,
    "EncapsulatedPdf": True,
    "PresentationState": True,
    "ParametricMap": True,
}
NOTHING = {"StructuredReport": False, "SecondaryCapture": False, "Labels": False}
REFUSE_OWN = (
    """
function ReceivedInstanceFilter(dicom, origin, info)
  return dicom.Manufacturer ~= '%s'
end
"""
    % OWN
)


def placed(**attributes):
    """An image whose place in the patient is known."""
    return square_object(
        "MR",
        FrameOfReferenceUID="1.2.3.4",
        PixelSpacing=[0.5, 0.5],
        ImagePositionPatient=[-50, -30, 10],
        ImageOrientationPatient=[1, 0, 0, 0, 1, 0],
        **attributes,
    )


def outputs_of(server, uuid):
    return server.json(f"/vlm/analyses/{uuid}")["Outputs"]


def wait_delivered(server, uuid, kinds=None):
    """The analysis once all of its outputs (of `kinds`) are Delivered."""

    def delivered():
        analysis = server.json(f"/vlm/analyses/{uuid}")
        wanted = [one for one in analysis["Outputs"] if kinds is None or one["Kind"] in kinds]
        good = wanted and all(one["Status"] == "Delivered" for one in wanted)
        return analysis if good else None

    return poll(delivered, ANALYSIS_SECONDS, f"the outputs of {uuid}")


def analysed(server, level, identifier, **body):
    """A new analysis, ended and with all of its outputs delivered."""
    answer = server.analyze_now(level, identifier, Force=True, **body)
    assert answer.status_code == 200, answer.text
    return wait_delivered(server, answer.json()["AnalysisId"])


def uids_by_class(server, uuid):
    """The SOPInstanceUIDs of an analysis' objects that the server has, by SOP class; sorted."""
    uids = {}
    for one in server.json(f"/vlm/analyses/{uuid}")["Objects"]:
        if one["OrthancId"]:
            kind = server.get(f"/instances/{one['OrthancId']}/metadata/SopClassUid").text
            uids.setdefault(kind, []).append(one["SOPInstanceUID"])
    return {kind: sorted(of_kind) for kind, of_kind in uids.items()}


def is_own(series):
    return series["MainDicomTags"].get("Manufacturer") == OWN


def own_series(server, study):
    return [one for one in server.json(f"/studies/{study}/series") if is_own(one)]


def own_instances(server, study):
    """SOP class of each object of ours in a study, sorted."""
    return sorted(
        server.get(f"/instances/{instance}/metadata/SopClassUid").text
        for series in own_series(server, study)
        for instance in series["Instances"]
    )


def count_instances(server):
    return server.json("/statistics")["CountInstances"]


def all_own_uids(server):
    """The SOPInstanceUID of every object of ours that the server has."""
    return sorted(
        one["MainDicomTags"]["SOPInstanceUID"]
        for series in server.json("/series?expand")
        if is_own(series)
        for one in server.json(f"/series/{series['ID']}/instances")
    )


def database(server):
    return pathlib.Path(server.storage) / "vlm.db"


def lose_database(server):
    """While the server is stopped."""
    for path in pathlib.Path(server.storage).glob("vlm.db*"):
        path.unlink()


def count_rows(server, table):
    with contextlib.closing(sqlite3.connect(database(server))) as connection:
        return connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
