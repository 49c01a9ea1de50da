# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls in flight while somebody deletes the analysis, stops the server or kills it."""
import pytest

from model_server import Answer, finding, reply_with
from model_world import Backend, ModelWorld
from orthanc_server import poll

GOOD = Answer(reply_with(finding("Bright square", (300, 600, 600, 800))))
HANGS = Answer(GOOD.text, delay=60)


@pytest.fixture
def world(required_plugin, tmp_path):
    made = ModelWorld(tmp_path, {"hangs": Backend(HANGS), "other": Backend(GOOD)}).start()
    made.wait_tested("other")
    yield made
    made.close()


def wait_in_flight(world, count=1):
    poll(lambda: world.stubs["hangs"].at_once == count, 10, f"{count} calls to hang")


def wait_hung_up(world, seconds=5):
    asked = world.stubs["hangs"].asked()
    poll(lambda: all(request.hung_up for request in asked), seconds, "the calls to be ended")


def test_deleting_a_running_analysis_ends_its_call(world):
    uuid = world.ask("hangs")
    wait_in_flight(world)
    assert world.orthanc.json(f"/vlm/analyses/{uuid}")["Status"] == "Running"
    assert world.model("hangs")["InFlight"] == 1
    assert world.orthanc.delete(f"/vlm/analyses/{uuid}").status_code == 200
    wait_hung_up(world)
    assert world.orthanc.get(f"/vlm/analyses/{uuid}").status_code == 404
    model = world.wait_model("hangs", lambda one: one["InFlight"] == 0, "the call to be over")
    assert model["State"] == "Open" and len(world.stubs["hangs"].asked()) == 1


def test_deleting_the_image_ends_the_call(world):
    identifier = world.store()
    uuid = world.ask("hangs", identifier)
    wait_in_flight(world)
    assert world.orthanc.delete(f"/instances/{identifier}").status_code == 200
    poll(
        lambda: world.orthanc.get(f"/vlm/analyses/{uuid}").status_code == 404,
        5,
        "it to be forgotten",
    )
    wait_hung_up(world, seconds=1)


def test_a_hanging_model_holds_up_no_other(world):
    world.ask("hangs")
    wait_in_flight(world)
    assert world.analyze("other").report["Status"] == "Completed"


def test_stopping_does_not_wait_for_calls_and_loses_nothing(world):
    uuids = [world.ask("hangs") for _ in range(3)]
    wait_in_flight(world, 3)
    assert world.orthanc.stop() < 5
    wait_hung_up(world)
    world.orthanc.vlm["Workers"] = 1
    world.stubs["hangs"].answer = lambda request: HANGS
    world.orthanc.start()
    wait_in_flight(world, 3)  # begun again
    world.orthanc.stop()
    world.stubs["hangs"].answer = GOOD
    world.orthanc.start()
    for uuid in uuids:
        outcome = world.outcome(uuid)
        assert outcome.report["Status"] == "Completed" and outcome.analysis["Attempts"] == 1


def test_what_a_kill_interrupted_is_done_after_the_next_start(world):
    uuids = [world.ask("hangs") for _ in range(3)]
    wait_in_flight(world, 3)
    world.orthanc.kill()
    world.stubs["hangs"].answer = GOOD
    world.orthanc.start()
    for uuid in uuids:
        assert world.outcome(uuid).report["Status"] == "Completed"
    entries = world.orthanc.json("/vlm/egress")["Entries"]
    interrupted = [one for one in entries if one["AnalysisId"] in uuids and not one["HttpStatus"]]
    assert len(interrupted) == 3  # what left before the kill is in the ledger, without an answer


def test_a_model_that_hangs_in_its_self_test_holds_up_no_other(required_plugin, tmp_path):
    def hang(_):
        return HANGS

    waits = Backend(GOOD, type="OpenAI", self_test=hang)
    made = ModelWorld(tmp_path, {"a-hangs": waits, "b-good": Backend(GOOD, type="OpenAI")})
    try:
        made.start()
        uuid = made.ask("b-good")
        poll(
            lambda: made.orthanc.json(f"/vlm/analyses/{uuid}")["Status"] == "Completed",
            10,
            "the other",
        )
        assert made.orthanc.stop() < 5
    finally:
        made.close()
