# SPDX-License-Identifier: GPL-3.0-or-later
"""The history of several nodes on PostgreSQL: rebuilt from attachments, and removed when old."""
import contextlib

import pytest

from dicom_objects import picture_object, to_bytes
from orthanc_nodes import OrthancNodes
from orthanc_server import poll
from result_objects import all_own_uids, count_instances, wait_delivered
from test_reindex import wait_reindexed
from test_retention import attachments_of, known

PICTURES = 6


@pytest.fixture
def nodes(required_plugin, postgres, tmp_path):
    with contextlib.closing(OrthancNodes(tmp_path, postgres, count=2)) as made:
        yield made.start()


def fill(nodes):
    """Pictures by turns through both nodes; what was stored, once all is delivered."""
    stored = [
        nodes[number % 2].post_instance(to_bytes(picture_object("US"))) for number in range(PICTURES)
    ]
    for one in stored:
        wait_delivered(
            nodes[0], nodes[0].wait_analyses("instances", one["ID"])[0]["AnalysisId"]
        )
    return stored


def stop(nodes):
    for node in nodes:
        node.stop()


def reports_with(server, label):
    page = server.json(f"/vlm/reports?limit=100&minScore=0&label={label}")
    return {one["AnalysisId"] for one in page["Reports"]}


def test_a_lost_schema_is_rebuilt_with_its_labels(nodes):
    stored = fill(nodes)
    report = nodes[0].wait_report("instances", stored[0]["ID"])
    label = report["Findings"][0]["Label"].upper()
    before, uids = reports_with(nodes[1], label), all_own_uids(nodes[0])
    assert len(before) == PICTURES
    stop(nodes)
    nodes.postgres.sql("DROP SCHEMA orthanc_vlm CASCADE", nodes.database)
    nodes[1].start()
    assert wait_reindexed(nodes[1])["Restored"] == PICTURES
    nodes[0].start()
    for node in nodes:
        assert reports_with(node, label) == before
        assert all_own_uids(node) == uids


def test_what_is_old_goes_once_whichever_node_does_it(nodes):
    stored = fill(nodes)
    stop(nodes)
    nodes.postgres.sql(
        "UPDATE orthanc_vlm.analyses SET completed_at = completed_at - 172800000", nodes.database
    )
    for node in nodes:
        node.vlm.update(RetentionDays=1, AnalyzeOnStore=False)
    nodes.start()
    for node in nodes:
        poll(lambda: not known(node), 60, "the old ones to go")
        poll(lambda: count_instances(node) == PICTURES, 60, "their objects to go")
        poll(lambda: not any(attachments_of(node, one) for one in stored), 60, "attachments to go")
