# SPDX-License-Identifier: GPL-3.0-or-later
"""Reviews survive kill -9, restarts and the loss of the database."""
import threading

import pytest

from http_errors import assert_error
from orthanc_server import poll
from result_objects import lose_database, wait_delivered
from reviews import SIGNED, analysed_picture, post_review, review_of, reviewed


@pytest.mark.parametrize("is_signed", [False, True])
def test_a_review_survives_kill_9(fresh_orthanc, is_signed):
    server = fresh_orthanc()
    stored, report = analysed_picture(server)
    review = review_of(report, "Rejected", **(SIGNED if is_signed else {}))
    after = reviewed(server, "instances", stored["ID"], review)
    server.kill()
    server.start()
    assert server.json(f"/instances/{stored['ID']}/vlm/report") == after
    [summary] = server.json("/vlm/reports?reviewed=true")["Reports"]
    assert (summary["Revision"], summary["SignedOff"]) == (1, is_signed)
    assert server.json("/vlm/status")["Acceptance"][0]["Rejected"] > 0


def test_reviews_are_whole_or_absent_however_the_server_dies(fresh_orthanc):
    server = fresh_orthanc()
    stored, report = analysed_picture(server)
    place = f"/instances/{stored['ID']}/vlm/report"
    known = 0
    for _ in range(4):
        sent = threading.Event()

        def send_until_it_dies(revision=known):
            while True:
                review = dict(review_of(report, **SIGNED), Revision=revision)
                sent.set()
                try:
                    answer = post_review(server, "instances", stored["ID"], review)
                except OSError:
                    return
                if answer.status_code != 200:
                    return
                revision = answer.json()["Review"]["Revision"]
                confirmed.append(revision)

        confirmed = []
        thread = threading.Thread(target=send_until_it_dies)
        thread.start()
        sent.wait(10)
        poll(lambda: len(confirmed) >= 2, 30, "two reviews to be taken")
        server.kill()
        thread.join(30)
        server.start()
        served = server.json(place)
        known = served["Review"]["Revision"]
        assert known in (confirmed[-1], confirmed[-1] + 1), "nothing confirmed is lost"
        assert [one["Revision"] for one in served["Reviews"]] == list(range(1, known + 1))
        [analysis] = server.analyses("instances", stored["ID"])
        assert (analysis["Revision"], analysis["SignedOff"]) == (known, True)
    wait_delivered(server, report["AnalysisId"])


def test_a_review_survives_the_loss_of_the_database(fresh_orthanc):
    server = fresh_orthanc()
    stored, report = analysed_picture(server)
    review = review_of(report, "Rejected", Impression="Nothing.", **SIGNED)
    after = reviewed(server, "instances", stored["ID"], review)
    wait_delivered(server, report["AnalysisId"])
    acceptance = server.json("/vlm/status")["Acceptance"]
    [before] = server.json("/vlm/reports")["Reports"]
    server.stop()
    lose_database(server)
    server.start()
    poll(
        lambda: server.json("/vlm/status")["Reindex"]["State"] == "Completed", 60, "the reindexing"
    )
    assert server.json(f"/instances/{stored['ID']}/vlm/report") == after
    [found] = server.json("/vlm/reports?reviewed=true")["Reports"]
    assert dict(found, CompletedAt=None) == dict(before, CompletedAt=None)
    assert server.json("/vlm/status")["Acceptance"] == acceptance
    refused = post_review(server, "instances", stored["ID"], review_of(report))
    assert assert_error(refused, 409)["Details"]["Revision"] == 1
