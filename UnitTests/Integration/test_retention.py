# SPDX-License-Identifier: GPL-3.0-or-later
"""Analyses older than "RetentionDays" go with all that came of them, and do not come back."""
import contextlib
import sqlite3

from dicom_objects import picture_object, to_bytes
from orthanc_server import poll
from result_objects import (
    all_own_uids,
    analysed,
    count_instances,
    count_rows,
    database,
    lose_database,
    own_series,
    wait_delivered,
)
from reviews import SIGNED, analysed_picture, review_of, reviewed
from test_reindex import ATTACHMENTS, wait_reindexed

PICTURES = 30


def make_old(server, uuids, days=2):
    """While the server is stopped."""
    with contextlib.closing(sqlite3.connect(database(server))) as connection, connection:
        for uuid in uuids:
            changed = connection.execute(
                "UPDATE analyses SET completed_at = completed_at - ? WHERE id = ?",
                (days * 86400000, uuid),
            )
            assert changed.rowcount == 1


def known(server):
    return {one["AnalysisId"] for one in server.json("/vlm/analyses?limit=1000")["Analyses"]}


def attachments_of(server, stored):
    """Those of ours."""
    return [
        number
        for number in ATTACHMENTS
        if server.get(f"/instances/{stored['ID']}/attachments/{number}/size").status_code == 200
    ]


def restarted(server, days):
    server.vlm = {"RetentionDays": days, "AnalyzeOnStore": False}
    server.start()


def delivered_picture(server):
    stored, report = analysed_picture(server)
    wait_delivered(server, report["AnalysisId"])
    return stored, report


def test_what_is_old_goes_unless_it_was_signed_off(fresh_orthanc):
    server = fresh_orthanc({})
    old, old_report = delivered_picture(server)
    signed, signed_report = delivered_picture(server)
    reviewed(server, "instances", signed["ID"], review_of(signed_report, **SIGNED))
    wait_delivered(server, signed_report["AnalysisId"])
    young, young_report = delivered_picture(server)
    again = analysed(server, "instances", young["ID"])["AnalysisId"]
    server.stop()
    make_old(
        server,
        [one["AnalysisId"] for one in (old_report, signed_report, young_report)],
    )
    restarted(server, days=1)
    kept = {signed_report["AnalysisId"], again}
    poll(lambda: known(server) == kept, 60, "the old ones to go")
    poll(lambda: not own_series(server, old["ParentStudy"]), 60, "their objects to go")
    poll(lambda: not attachments_of(server, old), 60, "their attachments to go")
    poll(lambda: count_rows(server, "removals") == 0, 60, "the removals to end")
    assert server.get(f"/instances/{old['ID']}/vlm/report").status_code == 404
    assert server.get(f"/instances/{old['ID']}").status_code == 200
    assert server.wait_report("instances", signed["ID"])["Review"]["SignedOff"]
    assert server.wait_report("instances", young["ID"])["AnalysisId"] == again
    uids = all_own_uids(server)

    server.stop()
    lose_database(server)
    restarted(server, days=0)
    assert wait_reindexed(server)["Restored"] == 2
    assert known(server) == kept
    assert all_own_uids(server) == uids


def test_nothing_is_left_half_by_kill_9(fresh_orthanc):
    server = fresh_orthanc({})
    stored = [server.post_instance(to_bytes(picture_object("US"))) for _ in range(PICTURES)]
    uuids = [
        server.wait_analyses("instances", one["ID"])[0]["AnalysisId"] for one in stored
    ]
    for uuid in uuids:
        wait_delivered(server, uuid)
    server.stop()
    make_old(server, uuids)
    restarted(server, days=1)
    for left in (PICTURES - 1, PICTURES // 3, 0):
        poll(lambda: len(known(server)) <= left, 60, f"{left} analyses to be left")
        server.kill()
        server.start()
    poll(lambda: not any(attachments_of(server, one) for one in stored), 60, "no attachments")
    poll(lambda: count_instances(server) == PICTURES, 60, "the pictures alone to be left")
    poll(lambda: count_rows(server, "removals") == 0, 60, "the removals to end")
    for table in ("analyses", "deliveries", "result_instances", "finding_labels"):
        assert count_rows(server, table) == 0, table
