# SPDX-License-Identifier: GPL-3.0-or-later
"""Three real Orthancs on one index: who does the work, who tells of it, and that it is done once."""
import concurrent.futures
import threading

import pytest
from pydicom.uid import generate_uid

from dicom_objects import series_of
from model_server import Answer
from model_world import see_square, square_object
from nodes_world import MADE, Gate, NodesWorld, says, tiny_object
from orthanc_server import poll
from result_objects import own_instances, wait_delivered
from reviews import post_review, review_of


@pytest.fixture(scope="module")
def world(required_plugin, postgres, tmp_path_factory):
    made = NodesWorld(tmp_path_factory.mktemp("nodes"), postgres).start()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _forget(world):
    """What the model was asked by earlier tests."""
    world.nodes.wait_all_ended(0)
    world.stub.answer = see_square
    with world.stub.lock:
        world.stub.requests.clear()
    yield
    for node in world.nodes:
        node.assert_alive()


def test_the_status_of_each_node_lists_all_nodes(world):
    for node in world.nodes:
        status = node.json("/vlm/status")
        listed = {one["Name"]: one for one in status["Nodes"]}
        assert sorted(listed) == ["A", "B", "C"]
        assert all(one["Alive"] and one["Version"] == status["Version"] for one in listed.values())
        assert [name for name, one in listed.items() if one["This"]] == [node.name]


def test_any_node_serves_the_report_of_what_another_stored(world):
    stored = [world.store(node)["ID"] for node in world.nodes]
    for identifier in stored:
        world.assert_one_report(identifier, "Bright square")
    assert len(world.stub.asked()) == len(stored)
    listed = [node.json("/vlm/reports?limit=3")["Reports"] for node in world.nodes]
    assert listed[0] == listed[1] == listed[2]
    assert {one["OrthancId"] for one in listed[0]} == set(stored)
    for node in world.nodes:
        layer = node.get(f"/instances/{stored[0]}/vlm/layers/annotated")
        assert layer.status_code == 200 and layer.headers["Content-Type"] == "image/png"


def test_one_series_through_two_nodes_makes_one_analysis(world):
    objects = series_of("CT", 8)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = pool.map(
            lambda pair: world.store(world.nodes[pair[0] % 2], pair[1]), enumerate(objects)
        )
    [series] = {one["ParentSeries"] for one in answers}
    world.assert_one_report(series, level="series")
    seen_stable(world, series)
    world.nodes.wait_all_ended(1)
    world.assert_one_report(series, level="series")
    assert len(world.stub.asked()) == 1


def seen_stable(world, series):
    """Both nodes that received images of it have said that it is stable."""

    def count():
        changes = world.nodes[0].json("/changes?limit=10000")["Changes"]
        stable = [one for one in changes if one["ChangeType"] == "StableSeries"]
        return sum(one["ID"] == series for one in stable) >= 2

    poll(count, 20, "StableSeries of both nodes")


def test_one_image_through_all_nodes_at_once_makes_one_analysis(world):
    ds = square_object("US")
    for _ in range(5):
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            answers = list(pool.map(lambda node: world.store(node, ds), world.nodes))
        assert sorted(one["Status"] for one in answers) == ["AlreadyStored"] * 2 + ["Success"]
        world.assert_one_report(answers[0]["ID"])
    assert len(world.stub.asked()) == 5


def test_one_question_to_all_nodes_at_once_makes_one_analysis(world):
    world.stub.answer = Gate([Answer(says("Square"))], held=99)
    identifier = world.store(world.nodes[0], tiny_object(Modality="OT"))["ID"]  # of no rule
    path = f"/instances/{identifier}/vlm/analyze"
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda node: node.post(path), [*world.nodes, *world.nodes]))
    assert {one.status_code for one in answers} == {202}
    assert len({one.json()["AnalysisId"] for one in answers}) == 1
    world.stub.answer.open.set()
    world.assert_one_report(identifier, "Square")
    assert len(world.stub.asked()) == 1


def test_who_waits_on_one_node_hears_what_another_node_found(world):
    """Also when the node that was asked has not done the work itself."""
    identifiers = [world.store(world.nodes[0], tiny_object(Modality="OT"))["ID"] for _ in range(6)]
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = pool.map(lambda one: world.nodes[2].analyze_now("instances", one), identifiers)
        assert [(one.status_code, one.json()["Status"]) for one in answers] == [
            (200, "Completed")
        ] * 6
    assert len(world.stub.asked()) == 6


def test_of_two_reviews_on_two_nodes_at_once_one_wins(world):
    for _ in range(8):
        identifier = world.store(world.nodes[0])["ID"]
        world.nodes[0].wait_analyses("instances", identifier)  # its report is there a moment sooner
        report = world.nodes[1].wait_report("instances", identifier)
        together = threading.Barrier(2)

        def review(node):
            text = f"As read on {node.name}."
            together.wait(10)
            body = review_of(report, Impression=text)
            answer = post_review(node, "instances", identifier, body)
            return answer.status_code, text, answer.text

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            answers = sorted(pool.map(review, world.nodes[:2]))
        assert [one[0] for one in answers] == [200, 409], answers
        for node in world.nodes:
            after = node.json(f"/instances/{identifier}/vlm/report")
            assert after["Review"]["Revision"] == 1
            assert after["Narrative"]["Impression"] == answers[0][1]


def test_a_report_can_be_read_on_every_node_while_it_is_rewritten_on_one(world):
    """Orthanc 1.10.1 answers 500 while another server replaces the attachment's file: readers must
    never see that."""
    identifier = world.store(world.nodes[0])["ID"]
    world.nodes[0].wait_analyses("instances", identifier)
    report = world.nodes[0].wait_report("instances", identifier)
    is_over, answers = threading.Event(), []

    def read(node):
        while not is_over.is_set():
            answers.append(node.get(f"/instances/{identifier}/vlm/report"))

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read, node) for node in world.nodes[1:]]
        for number in range(25):
            body = review_of(report, Impression=f"Version {number}.")
            answer = post_review(world.nodes[0], "instances", identifier, body)
            assert answer.status_code == 200, answer.text
            report = answer.json()
        is_over.set()
        for reader in readers:
            reader.result()
    bad = [one.text for one in answers if one.status_code != 200]
    assert len(answers) > 50 and not bad, f"{len(bad)} of {len(answers)}: {bad[:3]}"


def test_the_dicom_objects_are_made_once(world):
    stored = [world.store(world.nodes[number % 3]) for number in range(9)]
    for one in stored:
        analysis = world.assert_one_report(one["ID"])
        wait_delivered(world.nodes[1], analysis["AnalysisId"])
    for one in stored:
        assert own_instances(world.nodes[2], one["ParentStudy"]) == MADE
    assert len(world.stub.asked()) == len(stored)  # our own objects are not analysed


def test_what_is_deleted_on_one_node_while_another_analyses_it_leaves_nothing(world):
    world.stub.answer = gate = Gate([Answer(says("Gone"))])
    stored = world.store(world.nodes[0])
    world.wait_asked(1)
    [analysis] = world.nodes[0].analyses("instances", stored["ID"])
    other = world.others(world.holder())[0]
    assert other.delete(f"/instances/{stored['ID']}").status_code == 200
    path = f"/vlm/analyses/{analysis['AnalysisId']}"
    poll(lambda: other.get(path).status_code == 404, 20, "the analysis to be gone")
    gate.open.set()
    for node in world.nodes:
        poll(lambda node=node: world.model_on(node)["InFlight"] == 0, 20, "the model to be let go")
        assert node.get(path).status_code == 404
        assert node.get(f"/instances/{stored['ID']}/vlm/report").status_code == 404
        assert node.get(f"/studies/{stored['ParentStudy']}").status_code == 404


def test_an_analysis_removed_on_one_node_ends_its_call_on_another(world):
    world.stub.answer = Gate([Answer(says("Too late"), delay=60), Answer(says("Again"))], held=0)
    stored = world.store(world.nodes[0])
    world.wait_asked(1)
    [analysis] = world.nodes[0].analyses("instances", stored["ID"])
    other = world.others(world.holder())[0]
    assert other.delete(f"/vlm/analyses/{analysis['AnalysisId']}").status_code == 200
    [request] = world.stub.asked()
    poll(lambda: request.hung_up, 20, "the call to be ended")
    for node in world.nodes:
        assert node.analyses("instances", stored["ID"]) == []
    again = other.post(f"/instances/{stored['ID']}/vlm/analyze")
    assert again.status_code == 202, again.text
    world.assert_one_report(stored["ID"], "Again")


def all_wait(world):
    """Stores an image on each node; their identifiers if nobody begins one. The other nodes hear of a
    pause within a second."""
    asked = len(world.stub.asked())
    stored = [world.store(node)["ID"] for node in world.nodes]
    world.nodes.wait_counts(
        lambda counts: not counts["Running"] and all(world.nodes[0].analyses("instances", one) for one in stored),
        "all to be queued",
    )
    states = [world.nodes[0].analyses("instances", one)[0]["Status"] for one in stored]
    return stored if states == ["Queued"] * 3 and len(world.stub.asked()) == asked else None


def test_a_pause_on_one_node_holds_on_all(world):
    answer = world.nodes[0].post("/vlm/queue/pause", {"Reason": "maintenance"})
    assert answer.status_code == 200, answer.text
    try:
        stored = poll(lambda: all_wait(world), 30, "all nodes to know it")
        for node in world.nodes:
            [pause] = node.json("/vlm/status")["Paused"]
            assert pause["Reason"] == "maintenance"
    finally:
        assert world.nodes[1].post("/vlm/queue/resume").status_code == 200
    for identifier in stored:
        world.assert_one_report(identifier)
