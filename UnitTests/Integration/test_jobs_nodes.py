# SPDX-License-Identifier: GPL-3.0-or-later
"""A job of one node is work for all nodes; they go on when that node dies."""
from bulk_jobs import assert_counts, job_of, submit, wait_end
from model_server import Answer, finding, reply_with
from nodes_world import MODEL, tiny_object

PICTURES = 60


def slow(_):
    return Answer(reply_with(finding("Bright square", (300, 600, 600, 800))), delay=0.5)


def test_a_batch_outlives_the_node_that_was_asked(make_nodes, postgres):
    world = make_nodes(
        postgres, answer=slow, model={"MaxConcurrentRequests": 2}, AnalyzeOnStore=False
    )
    first, second, third = world.nodes
    instances = [world.store(second, tiny_object())["ID"] for _ in range(PICTURES)]
    reference = submit(first, Resources=instances, Model=MODEL)
    world.nodes.wait_counts(lambda found: found.get("Completed", 0) > 0, "a first report")
    first.kill()
    world.nodes.wait_all_ended(PICTURES)
    assert second.queue_counts()["Completed"] == PICTURES
    assert job_of(second, reference) is None and job_of(third, reference) is None
    first.start()
    job = wait_end(first, reference)
    assert job["State"] == "Success"
    assert_counts(job, Total=PICTURES, Completed=PICTURES)
    for identifier in instances[::10]:
        world.assert_one_report(identifier)


def test_cancel_on_one_node_reaches_the_others(make_nodes, postgres):
    world = make_nodes(postgres, answer=slow, AnalyzeOnStore=False)
    first, second, _ = world.nodes
    instances = [world.store(second, tiny_object())["ID"] for _ in range(PICTURES)]
    reference = submit(first, Resources=instances, Model=MODEL)
    world.nodes.wait_counts(
        lambda found: sum(found.values()) == PICTURES and found.get("Completed", 0) > 0,
        "all to be in the queue and a first report",
    )
    assert first.post(f"/jobs/{reference['ID']}/cancel").status_code == 200
    counts = world.nodes.wait_all_ended(PICTURES)
    assert counts["Canceled"] > 0 and counts["Canceled"] + counts["Completed"] == PICTURES
    asked = len(world.stub.asked())
    for node in world.nodes:
        node.restart()
    assert len(world.stub.asked()) - asked <= len(world.nodes.nodes)  # a self-test of each start
    assert second.queue_counts()["Completed"] == counts["Completed"]
