# SPDX-License-Identifier: GPL-3.0-or-later
"""SendTo pushes the objects to a second real Orthanc, by C-STORE and as a peer, with retry."""
import json
import socket

import pytest

from dicom_objects import picture_object, to_bytes
from orthanc_server import free_port, poll
from result_objects import (
    SC,
    all_own_uids,
    count_instances,
    outputs_of,
    wait_delivered,
)


def modality(server, aet="SECOND"):
    return {"AET": aet, "Host": "127.0.0.1", "Port": server.dicom_port}


def destination(send_to, **options):
    """Settings of a server that sends; modalities and peers are kept by REST or configuration."""
    return {"vlm": {"Outputs": {"SendTo": send_to}}, "options": options}


def send_of(server, uuid, name):
    found = [one for one in outputs_of(server, uuid) if one["Destination"] == name]
    return found[0] if found else None


def analyse_one(server):
    stored = server.post_instance(to_bytes(picture_object("US")))
    return server.wait_analyses("instances", stored["ID"])[0]["AnalysisId"]


def job_states(server):
    return [one["State"] for one in server.json("/jobs?expand")]


def wait_for_failure(server, uuid, name):
    def failed():
        one = send_of(server, uuid, name)
        return one if one and one["Attempts"] > 0 and one["Reason"] else None

    return poll(failed, 60, f"sending to {name} to fail")


@pytest.fixture
def second(fresh_orthanc):
    """Another archive that has the plugin, too."""
    return fresh_orthanc({})


def assert_arrived_unanalysed(first, second):
    assert all_own_uids(second) == all_own_uids(first) != []
    assert count_instances(second) == len(all_own_uids(first)), "the images themselves stay here"
    assert sum(second.queue_counts().values()) == 0
    for study in second.json("/studies"):
        assert second.analyses("studies", study) == []


def assert_shows_a_capture(server):
    captures = [
        one
        for one in server.json("/instances")
        if server.get(f"/instances/{one}/metadata/SopClassUid").text == SC
    ]
    assert captures
    for one in captures:
        preview = server.get(f"/instances/{one}/preview")
        assert preview.ok and preview.content.startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize("kind", ["modality", "peer"])
def test_objects_arrive_and_are_not_analysed_there(fresh_orthanc, second, kind):
    targets = {
        "modality": {"DicomModalities": {"second": ["SECOND", "127.0.0.1", second.dicom_port]}},
        "peer": {"OrthancPeers": {"second": [second.url + "/"]}},
    }
    first = fresh_orthanc(**destination(["second"], **targets[kind]))
    uuid = analyse_one(first)
    analysis = wait_delivered(first, uuid)
    assert [one["Kind"] for one in analysis["Outputs"] if one["Destination"] == "second"] == [
        "Send"
    ]
    assert_arrived_unanalysed(first, second)
    assert_shows_a_capture(second)


@pytest.mark.parametrize("kind", ["modality", "peer"])
def test_sending_works_where_orthanc_forgets_jobs(fresh_orthanc, second, kind):
    targets = {
        "modality": {"DicomModalities": {"second": ["SECOND", "127.0.0.1", second.dicom_port]}},
        "peer": {"OrthancPeers": {"second": [second.url + "/"]}},
    }
    first = fresh_orthanc(**destination(["second"], JobsHistorySize=0, **targets[kind]))
    uuid = analyse_one(first)
    wait_delivered(first, uuid)
    assert send_of(first, uuid, "second")["Attempts"] == 1
    assert_arrived_unanalysed(first, second)


def test_one_name_of_a_modality_and_a_peer_must_be_told_apart(fresh_orthanc, second):
    first = fresh_orthanc(
        **destination(
            ["both", "modality:both", "peer:both"],
            DicomModalities={"both": ["SECOND", "127.0.0.1", second.dicom_port]},
            OrthancPeers={"both": [second.url + "/"]},
        )
    )
    uuid = analyse_one(first)
    for name in ("modality:both", "peer:both"):
        poll(lambda: send_of(first, uuid, name)["Status"] == "Delivered", 60, name)
    assert "peer:both" in wait_for_failure(first, uuid, "both")["Reason"]
    assert_arrived_unanalysed(first, second)


def test_a_dead_destination_waits_and_does_not_hold_up_others(fresh_orthanc, second):
    first = fresh_orthanc(
        **destination(
            ["dead", "second"],
            DicomModalities={
                "dead": ["DEAD", "127.0.0.1", free_port()],
                "second": ["SECOND", "127.0.0.1", second.dicom_port],
            },
        )
    )
    uuid = analyse_one(first)
    dead = wait_for_failure(first, uuid, "dead")
    assert dead["Status"] == "Waiting" and "refused" in dead["Reason"].lower()
    poll(lambda: send_of(first, uuid, "second")["Status"] == "Delivered", 60, "the healthy one")
    assert first.json(f"/vlm/analyses/{uuid}")["Status"] == "Completed"
    # The labels are set meanwhile.
    poll(lambda: first.json("/vlm/status")["Outputs"]["Waiting"] == 1, 30, "the dead one alone")


def test_what_could_not_be_sent_is_sent_once_the_other_is_there(fresh_orthanc):
    first = fresh_orthanc(**destination(["late"]))
    uuid = analyse_one(first)
    assert "'late'" in wait_for_failure(first, uuid, "late")["Reason"]
    second = fresh_orthanc({})
    assert first.put("/modalities/late", json.dumps(modality(second))).ok
    assert first.post(f"/vlm/analyses/{uuid}/retry").status_code == 202
    wait_delivered(first, uuid)
    assert all_own_uids(second) == all_own_uids(first)


def test_what_was_being_sent_at_kill_9_arrives_once(fresh_orthanc, second):
    first = fresh_orthanc(
        **destination(
            ["second"], DicomModalities={"second": ["SECOND", "127.0.0.1", second.dicom_port]}
        )
    )
    uuids = []
    for _ in range(3):
        uuids.append(analyse_one(first))
        first.kill()
        first.start()
    for uuid in uuids:
        wait_delivered(first, uuid)
    assert all_own_uids(second) == all_own_uids(first)


def test_sigterm_interrupts_sending_and_leaves_no_job(fresh_orthanc):
    with socket.socket() as silent:  # accepts, and never says anything
        silent.bind(("127.0.0.1", 0))
        silent.listen(8)
        first = fresh_orthanc(
            **destination(
                ["silent"],
                DicomModalities={"silent": ["SILENT", "127.0.0.1", silent.getsockname()[1]]},
                # Orthanc cancels a job only after its network step, and reloads it if it ends before.
                DicomScuTimeout=1,
            )
        )
        uuid = analyse_one(first)
        poll(lambda: "Running" in job_states(first), 30, "a running job")
        assert send_of(first, uuid, "silent")["Status"] == "Waiting"
        first.stop()
        assert first.process.returncode == 0
        first.plugins = []
        first.start()
        # Where its network step outlasted Orthanc's end, Orthanc runs it once more, to its failure.
        active = {"Running", "Pending", "Retry"}
        poll(lambda: not active & set(job_states(first)), 30, "no job to be left")
