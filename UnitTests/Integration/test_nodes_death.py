# SPDX-License-Identifier: GPL-3.0-or-later
"""A node that dies, hangs or leaves while it has work in hand: another one does it, once."""
import signal

import pytest

from dicom_objects import series_of
from model_server import Answer
from nodes_world import MADE, Gate, says
from orthanc_nodes import LEASE_SECONDS
from orthanc_server import poll
from result_objects import own_instances, wait_delivered

LONG_LEASE = 300  # nothing is taken over because of it during a test


@pytest.fixture
def gate():
    """The first request thinks until it is let go."""
    return Gate([Answer(says("First")), Answer(says("Second"))])


def in_hand(world):
    """Stores an image; its identifiers, the node that asks the model, the others."""
    stored = world.store(world.nodes[0])
    world.wait_asked(1)
    holder = world.holder()
    return stored, holder, world.others(holder)


def test_after_kill_9_another_node_finishes_what_the_dead_one_had_in_hand(
    make_nodes, postgres, gate
):
    world = make_nodes(postgres, answer=gate)
    stored, dead, others = in_hand(world)
    dead.kill()
    analysis = world.assert_one_report(stored["ID"], "Second")
    assert analysis["Attempts"] == 2 and len(world.stub.asked()) == 2
    seen = {one["Name"]: one for one in others[0].json("/vlm/status")["Nodes"]}
    assert seen[dead.name]["Alive"] is False and seen[dead.name]["Running"] == 0
    wait_delivered(others[0], analysis["AnalysisId"])

    gate.open.set()
    dead.start()
    assert world.nodes.seen_by(dead)[dead.name]["This"] is True
    world.nodes.wait_all_ended(1)
    world.assert_one_report(stored["ID"], "Second")
    assert own_instances(dead, stored["ParentStudy"]) == MADE


def test_a_node_that_stops_gives_its_work_to_another_at_once(make_nodes, postgres, gate):
    nodes = {"LeaseSeconds": LONG_LEASE}
    world = make_nodes(postgres, answer=gate, Nodes=nodes)
    stored, leaving, others = in_hand(world)
    leaving.stop()
    assert leaving.process.returncode == 0
    analysis = world.assert_one_report(stored["ID"], "Second")
    assert analysis["Attempts"] == 1  # to stop is no failure
    wait_delivered(others[0], analysis["AnalysisId"])
    assert leaving.name not in world.nodes.seen_by(others[0])


def test_a_node_that_hung_longer_than_its_lease_drops_its_late_result(make_nodes, postgres, gate):
    world = make_nodes(postgres, answer=gate)
    stored, hanging, others = in_hand(world)
    hanging.process.send_signal(signal.SIGSTOP)
    try:
        winner = others[0].wait_report("instances", stored["ID"])
        assert [one["Label"] for one in winner["Findings"]] == ["Second"]
        gate.open.set()  # the answer waits in the socket of the one that hangs
        poll(lambda: world.stub.at_once == 0, 20, "the late answer to be sent")
    finally:
        hanging.process.send_signal(signal.SIGCONT)
    poll(lambda: world.model_on(hanging)["InFlight"] == 0, 20, "the late answer to be read")
    poll(lambda: hanging.name in world.nodes.seen_by(others[0]), 20, "it to count as alive again")
    world.nodes.wait_all_ended(1)
    analysis = world.assert_one_report(stored["ID"], "Second")
    wait_delivered(hanging, analysis["AnalysisId"])
    assert own_instances(hanging, stored["ParentStudy"]) == MADE
    assert len(world.stub.asked()) == 2
    later = world.store(hanging)  # it works like the others again
    world.assert_one_report(later["ID"], "Second")


def test_a_hang_shorter_than_the_lease_changes_nothing(make_nodes, postgres, gate):
    world = make_nodes(postgres, answer=gate, Nodes={"LeaseSeconds": LONG_LEASE})
    stored, hanging, _ = in_hand(world)
    hanging.process.send_signal(signal.SIGSTOP)
    gate.open.set()
    poll(lambda: world.stub.at_once == 0, 20, "the answer to be sent")
    hanging.process.send_signal(signal.SIGCONT)
    analysis = world.assert_one_report(stored["ID"], "First")
    assert analysis["Attempts"] == 1 and len(world.stub.asked()) == 1


def test_a_series_whose_node_died_before_it_was_stable_is_analysed_by_another(
    make_nodes, postgres
):
    world = make_nodes(postgres, count=2)
    first, second = world.nodes
    for ds in series_of("CT", 4):
        series = world.store(first, ds)["ParentSeries"]
    first.kill()
    report = second.wait_report("series", series)
    assert report["Status"] == "Completed" and len(report["Images"]) == 4
    world.assert_one_report(series, level="series")


def test_the_last_node_takes_everything_over(make_nodes, postgres):
    world = make_nodes(postgres, answer=Gate([Answer(says("Mass"))], held=0), Workers=1)
    stored = [world.store(world.nodes[number % 3])["ID"] for number in range(30)]
    for node in world.nodes[:2]:
        node.kill()
    world.nodes.wait_all_ended(len(stored), 60 + LEASE_SECONDS)
    for identifier in stored:
        world.assert_one_report(identifier, "Mass")


def test_all_nodes_at_once_die_and_come_back(make_nodes, postgres):
    world = make_nodes(postgres, answer=Gate([Answer(says("Mass"), delay=0.2)], held=0))
    stored = [world.store(world.nodes[number % 3])["ID"] for number in range(12)]
    for node in world.nodes:
        node.kill()
    world.nodes.start()
    world.nodes.wait_all_ended(len(stored))
    for identifier in stored:
        world.assert_one_report(identifier, "Mass")
