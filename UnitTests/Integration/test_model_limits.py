# SPDX-License-Identifier: GPL-3.0-or-later
"""How much a model may be asked: at once, in a minute, in a day. What exceeds that waits."""
import pytest

from model_server import Answer, finding, reply_with
from model_world import Backend, ModelWorld
from orthanc_server import poll

GOOD = Answer(reply_with(finding("Bright square", (300, 600, 600, 800))))
SLOW = Answer(GOOD.text, delay=0.3)
TOKENS = 120  # of each answer of the stub
BACKENDS = {
    # Each self-test at the start costs one request, or 120 tokens.
    "daily-requests": Backend(GOOD, {"DailyRequests": 3}),
    "daily-tokens": Backend(GOOD, {"DailyTokens": 3 * TOKENS}),
    "minute": Backend(GOOD, {"RequestsPerMinute": 3}),
    "two-at-once": Backend(SLOW, {"MaxConcurrentRequests": 2}),
    "six-at-once": Backend(SLOW, {"MaxConcurrentRequests": 6}),
}
DAILY = {"daily-requests": "DailyRequests 3", "daily-tokens": f"DailyTokens {3 * TOKENS}"}


@pytest.fixture(scope="module")
def world(required_plugin, tmp_path_factory):
    made = ModelWorld(tmp_path_factory.mktemp("limits"), BACKENDS).start()
    for name in BACKENDS:
        made.wait_tested(name)
    yield made
    made.close()


def statuses(world, uuids):
    return [world.orthanc.json(f"/vlm/analyses/{uuid}")["Status"] for uuid in uuids]


def wait_statuses(world, uuids, expected):
    poll(
        lambda: sorted(statuses(world, uuids)) == sorted(expected), 10, f"analyses to be {expected}"
    )


@pytest.mark.parametrize("name, most", [("two-at-once", 2), ("six-at-once", 6)])
def test_so_many_requests_are_in_flight_at_once_and_no_more(world, name, most):
    uuids = [world.ask(name) for _ in range(2 * most + 1)]
    for uuid in uuids:
        assert world.outcome(uuid).report["Status"] == "Completed"
    assert world.stubs[name].most_at_once == most
    assert world.model(name)["InFlight"] == world.model(name)["Waiting"] == 0


def test_a_model_waits_for_the_minute_to_pass(world):
    uuids = [world.ask("minute") for _ in range(4)]
    poll(lambda: statuses(world, uuids).count("Completed") == 2, 10, "two analyses to be done")
    model = world.wait_model("minute", lambda one: one["Waiting"] > 0, "requests to wait")
    assert model["InFlight"] == 0 and model["State"] == "Open"
    assert len(world.stubs["minute"].requests) == 3  # with the self-test
    assert set(statuses(world, uuids)) <= {"Completed", "Running", "Queued"}
    for uuid in uuids:  # nobody has to wait for a minute to get rid of them
        world.orthanc.delete(f"/vlm/analyses/{uuid}")
    world.wait_model("minute", lambda one: one["Waiting"] == 0, "the line to be empty")


def test_work_beyond_the_day_waits_also_over_a_restart(world):
    uuids = {name: [world.ask(name) for _ in range(2)] for name in DAILY}
    for name, words in DAILY.items():
        wait_statuses(world, uuids[name], ["Completed", "Completed"])
        uuids[name].append(world.ask(name))
        model = world.wait_model(name, lambda one: one["State"] == "Exhausted", "an empty budget")
        assert words in model["Reason"] and model["OpensAt"].endswith("T00:00:00.000Z")
        assert model["Today"] == {"Requests": 3, "Tokens": 3 * TOKENS}
        synchronous = world.orthanc.analyze_now("instances", world.store(), Model=name)
        assert synchronous.status_code == 503 and words in synchronous.json()["Message"]
    world.orthanc.restart()
    for name, words in DAILY.items():
        model = world.wait_tested(name)
        assert model["State"] == "Exhausted" and words in model["Reason"]
        assert model["Today"] == {"Requests": 3, "Tokens": 3 * TOKENS}
        assert statuses(world, uuids[name]) == ["Completed", "Completed", "Queued"]
        assert len(world.stubs[name].requests) == 3  # not even a self-test is beyond the budget
        refused = world.orthanc.post(f"/vlm/models/{name}/test")
        assert refused.status_code == 503 and words in refused.json()["Message"]
