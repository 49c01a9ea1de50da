# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels of the study where Orthanc keeps them (1.12 and later); one line in the log where not."""
import pytest

from dicom_objects import picture_object, to_bytes
from model_server import Answer, NOTHING_FOUND
from model_world import Backend, ModelWorld, square_object
from orthanc_server import poll
from result_objects import outputs_of, wait_delivered


@pytest.fixture(scope="module")
def world(required_plugin, tmp_path_factory):
    backends = {
        "finds": Backend(),
        "clean": Backend(Answer(NOTHING_FOUND)),
        "broken": Backend(Answer("nonsense")),
    }
    made = ModelWorld(
        tmp_path_factory.mktemp("labels"),
        backends,
        MaxAttempts=1,
        Outputs={"StructuredReport": False, "SecondaryCapture": False},
    ).start()
    yield made
    made.close()


@pytest.fixture
def keeps_labels(world):
    if not world.orthanc.json("/system").get("HasLabels"):
        pytest.skip("this Orthanc keeps no labels")


def test_an_old_orthanc_skips_them_with_one_line(fresh_orthanc):
    server = fresh_orthanc({})
    if server.json("/system").get("HasLabels"):
        pytest.skip("this Orthanc keeps labels")
    for _ in range(2):
        stored = server.post_instance(to_bytes(picture_object("US")))
        uuid = server.wait_analyses("instances", stored["ID"])[0]["AnalysisId"]
        wait_delivered(server, uuid)
        [output] = [one for one in outputs_of(server, uuid) if one["Kind"] == "Labels"]
        assert "labels" in output["Reason"]
    lines = [line for line in server.log().splitlines() if "VLM: " in line and "labels" in line]
    assert len(lines) == 1, lines
    assert server.json("/vlm/status")["Labels"] is False


def labels_after(world, stored, model):
    uuid = world.ask(model, stored["ID"], Force=True)
    wait_delivered(world.orthanc, uuid, kinds=["Labels"])
    return sorted(world.orthanc.json(f"/studies/{stored['ParentStudy']}/labels"))


def store_square(world):
    return world.orthanc.post_instance(to_bytes(square_object("MR")))


def test_labels_are_of_the_newest_analysis_and_leave_others_alone(world, keeps_labels):
    stored = store_square(world)
    path = f"/studies/{stored['ParentStudy']}/labels"
    assert world.orthanc.put(path + "/theirs").ok
    assert labels_after(world, stored, "finds") == ["ai-finding", "theirs"]
    assert labels_after(world, stored, "clean") == ["ai-no-finding", "theirs"]
    assert "ai-failed" in labels_after(world, stored, "broken")
    for one in world.orthanc.analyses("instances", stored["ID"]):
        world.orthanc.delete(f"/vlm/analyses/{one['AnalysisId']}")
    poll(lambda: world.orthanc.json(path) == ["theirs"], 30, "our labels to go")
