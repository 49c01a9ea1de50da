# SPDX-License-Identifier: GPL-3.0-or-later
"""What a model may be asked at once, in a minute and in a day holds over all nodes together, as
counted by the model itself. The self-test of each node's start is a request like the others."""
import pytest

from model_server import Answer
from nodes_world import Gate, says, tiny_object
from orthanc_server import poll

GOOD = Answer(says("Mass"))
SLOW = Answer(says("Mass"), delay=0.3)
NODES = 3


def store_on_all(world, count):
    return [
        world.store(world.nodes[number % NODES], tiny_object())["ID"] for number in range(count)
    ]


@pytest.mark.parametrize("most", [1, 2, 4])
def test_so_many_requests_are_in_flight_over_all_nodes_and_no_more(make_nodes, postgres, most):
    world = make_nodes(postgres, answer=SLOW, model={"MaxConcurrentRequests": most}, Workers=4)
    stored = store_on_all(world, 4 * most + 2)
    for identifier in stored:
        world.assert_one_report(identifier)
    assert world.stub.most_at_once == most
    assert len(world.stub.asked()) == len(stored)


def test_the_minute_is_one_for_all_nodes(make_nodes, postgres):
    world = make_nodes(postgres, answer=GOOD, model={"RequestsPerMinute": NODES + 4}, Workers=4)
    store_on_all(world, 9)
    world.nodes.wait_counts(lambda counts: counts["Completed"] == 4, "four analyses to be done")
    for node in world.nodes:
        node.assert_alive()
    waiting = lambda: sum(world.model_on(node)["Waiting"] for node in world.nodes) > 0
    poll(waiting, 20, "requests to wait for the minute to pass")
    assert len(world.stub.requests) == NODES + 4
    assert all(world.model_on(node)["InFlight"] == 0 for node in world.nodes)


def test_the_day_is_one_for_all_nodes_also_after_a_restart(make_nodes, postgres):
    world = make_nodes(postgres, answer=GOOD, model={"DailyRequests": NODES + 4})
    store_on_all(world, 4)
    world.nodes.wait_all_ended(4)
    waiting = store_on_all(world, 3)
    for node in world.nodes:
        fresh = world.store(node, tiny_object(Modality="OT"))["ID"]  # of no rule
        refused = node.analyze_now("instances", fresh)
        assert refused.status_code == 503 and f"DailyRequests {NODES + 4}" in refused.text
    # A node knows it once it has tried to ask.
    told = [world.model_on(node) for node in world.nodes]
    assert "Exhausted" in [one["State"] for one in told]
    for one in told:
        if one["State"] == "Exhausted":
            assert one["Today"]["Requests"] == NODES + 4
    assert len(world.stub.requests) == NODES + 4
    world.nodes[1].restart()
    world.wait_tested(world.nodes[1])
    for identifier in waiting:
        [analysis] = world.nodes[1].analyses("instances", identifier)
        assert analysis["Status"] == "Queued"
    assert len(world.stub.requests) == NODES + 4  # not even a self-test is beyond the budget


def test_what_a_dead_node_had_in_flight_does_not_count_for_long(make_nodes, postgres):
    gate = Gate([GOOD])
    world = make_nodes(postgres, answer=gate, model={"MaxConcurrentRequests": 1})
    stored = [world.store(world.nodes[0], tiny_object())["ID"]]
    world.wait_asked(1)
    world.holder().kill()
    stored.append(world.store(world.nodes.alive(), tiny_object())["ID"])
    for identifier in stored:
        world.assert_one_report(identifier)
    assert len(world.stub.asked()) == 3
