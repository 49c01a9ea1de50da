# SPDX-License-Identifier: GPL-3.0-or-later
"""/vlm/egress tells of every request, before it is sent and for ever."""
import hashlib
import json
import threading

import pytest

from dicom_objects import blob_picture, picture_object, to_bytes
from model_server import Answer, ModelServer, finding, refused, reply_with
from orthanc_server import poll
from test_leaks import answer_after_repair


def settings(server, **more):
    known = {"Type": "OpenAI", "Model": "m", "Url": f"{server.url}/v1", "Calls": 3, **more}
    return {"AnalyzeOnStore": False, "Models": {"vlm": known}}


def store(orthanc, **attributes):
    told = {"BodyPartExamined": "CHEST", **attributes}
    return orthanc.post_instance(to_bytes(picture_object("DX", blob_picture(), **told)))


def entries(orthanc, query=""):
    return orthanc.json("/vlm/egress" + query)["Entries"]


def analyse(orthanc, stored):
    answer = orthanc.analyze_now("instances", stored["ID"], Model="vlm", Force=True)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def server():
    one = ModelServer(answer_after_repair)
    yield one
    one.close()


def digests(request):
    return [hashlib.sha256(picture).hexdigest() for picture in request.pictures]


def test_each_request_has_one_true_entry(fresh_orthanc, server):
    answers = iter([refused(503), refused(500)])
    server.answer = lambda request: next(answers, None) or answer_after_repair(request)
    orthanc = fresh_orthanc(settings(server))
    poll(lambda: len(server.requests) == 1 and entries(orthanc)[0]["Outcome"], 20, "the self-test")
    stored = store(orthanc)
    report = analyse(orthanc, stored)
    found = entries(orthanc)[::-1]
    assert len(found) == len(server.requests) == 1 + report["Usage"]["Requests"]
    assert len(found) == 1 + 2 + 2 + 2  # self-test, two retries, a repaired full view, two zooms
    for entry, request in zip(found, server.requests):
        assert entry["Bytes"] == len(request.body)
        assert entry["Pictures"] == digests(request)
        assert (entry["Host"], entry["Model"]) == ("127.0.0.1", "vlm")
        assert entry["Rule"].startswith("loopback; ")
        assert entry["LatencyMs"] >= 0
    statuses = [200, 503, 500] + [200] * 4
    assert [entry["HttpStatus"] for entry in found] == statuses
    assert [entry["Outcome"] == "Answered" for entry in found] == [one == 200 for one in statuses]
    tokens = [(entry["InputTokens"], entry["OutputTokens"]) for entry in found]
    assert tokens == [(100, 20) if one == 200 else (0, 0) for one in statuses]
    assert found[0]["AnalysisId"] == found[0]["Study"] == "" and found[0]["Context"] == []
    for entry in found[1:]:
        assert (
            entry["AnalysisId"] == report["AnalysisId"] and entry["Study"] == stored["ParentStudy"]
        )
        assert entry["Context"] == ["Modality", "BodyPartExamined"]
    assert report["Usage"]["BytesSent"] == sum(entry["Bytes"] for entry in found[1:])


def test_the_entry_is_there_before_the_answer(fresh_orthanc):
    may_answer = threading.Event()

    def hold(request):
        may_answer.wait(20)
        return Answer(reply_with(finding()))

    server = ModelServer(hold)
    orthanc = fresh_orthanc(settings(server, Calls=1))
    stored = store(orthanc)
    orthanc.post(f"/instances/{stored['ID']}/vlm/analyze", {"Model": "vlm"})
    poll(lambda: len(server.asked()) == 1, 20, "the request")
    entry = entries(orthanc, f"?study={stored['ParentStudy']}")[0]
    assert (entry["Outcome"], entry["HttpStatus"], entry["InputTokens"]) == ("", 0, 0)
    assert entry["Pictures"] == digests(server.asked()[0])
    may_answer.set()
    orthanc.wait_analyses("instances", stored["ID"])
    assert entries(orthanc, f"?study={stored['ParentStudy']}")[0]["Outcome"] == "Answered"
    server.close()


def test_entries_outlive_restart_and_study(fresh_orthanc, server):
    orthanc = fresh_orthanc(settings(server, Calls=1))
    stored, other = store(orthanc), store(orthanc)
    analyse(orthanc, stored)
    analyse(orthanc, other)
    query = f"?study={stored['ParentStudy']}"
    before = entries(orthanc, query)
    assert len(before) == 2 and {one["Study"] for one in before} == {stored["ParentStudy"]}
    orthanc.delete(f"/studies/{stored['ParentStudy']}")
    orthanc.kill()
    orthanc.start()
    assert entries(orthanc, query) == before
    assert entries(orthanc, "?study=nobody") == []


def test_pages_join_without_gap_or_repetition(fresh_orthanc, server):
    orthanc = fresh_orthanc(settings(server))
    analyse(orthanc, store(orthanc))
    poll(lambda: len(entries(orthanc)) == 5 and entries(orthanc)[0]["Outcome"], 20, "five entries")
    whole, seen, since = [one["Id"] for one in entries(orthanc)], [], ""
    while since is not None:
        page = orthanc.json(f"/vlm/egress?limit=2&since={since}")
        assert len(page["Entries"]) <= 2
        seen += [one["Id"] for one in page["Entries"]]
        since = page["Next"]
    assert seen == whole == sorted(whole, reverse=True)
    assert entries(orthanc, "?limit=1000")


BAD = [
    "limit=0",
    "limit=-1",
    "limit=x",
    "limit=1001",
    "limit=99999999999999999999",
    "since=x",
    "since=-1",
]


def test_bad_questions_are_refused(fresh_orthanc, server):
    orthanc = fresh_orthanc(settings(server))
    for query in BAD + ["colour=red", f"since={'9' * 40}"]:
        answer = orthanc.get(f"/vlm/egress?{query}")
        assert answer.status_code == 400, (query, answer.text)
        assert json.loads(answer.text)["Message"]
    for method in ("PUT", "POST", "DELETE"):
        assert orthanc.call(method, "/vlm/egress", data="{}").status_code == 405
    orthanc.assert_alive()
