# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that is busy, broken, slow or refuses: who tries again, who waits, and who says so."""
import json

import pytest

from model_server import Answer, finding, rate_limited, refused, reply_with
from model_world import KEY, Backend, ModelWorld, assert_on_square
from orthanc_server import poll

GOOD = Answer(reply_with(finding("Bright square", (300, 600, 600, 800))))
HUGE = Answer(body=b" " * 50_000_000)


def unavailable(**more):
    return Answer(status=503, body=b'{"error": {"message": "Overloaded."}}', **more)


# What the server does first, settings, and the kind of failure that is counted. Then it is well.
PASSING = {
    "rate-limit": (rate_limited(1), {}, "RateLimited"),
    "rate-limit-no-time": (refused(429, "Slow down."), {}, "RateLimited"),
    "unavailable": (unavailable(), {}, "ServerError"),
    "internal": (refused(500), {}, "ServerError"),
    "timeout-status": (refused(408), {}, "TimedOut"),
    "reset": (Answer(GOOD.text, break_off="reset"), {}, "Broken"),
    "cut-off": (Answer(GOOD.text, break_off="short"), {}, "Broken"),
    "slow": (Answer(GOOD.text, delay=30), {"TimeoutSeconds": 1}, "TimedOut"),
}

# Refusals that no repetition mends: the analysis waits until somebody has done something.
PAUSING = {
    "unauthorized": (refused(401, "API key expired."), "API key expired."),
    "forbidden": (refused(403, "No such permission."), "No such permission."),
    "unknown-model": (refused(404, "No model of this name."), "No model of this name."),
    "bad-key-400": (
        Answer(
            status=400,
            body=json.dumps(
                {
                    "error": {
                        "code": 400,
                        "message": "API key not valid.",
                        "status": "INVALID_ARGUMENT",
                        "details": [
                            {
                                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                                "reason": "API_KEY_INVALID",
                                "domain": "googleapis.com",
                            }
                        ],
                    }
                }
            ).encode(),
        ),
        "API key not valid.",
    ),
    "redirect": (
        Answer(status=307, body=b"", headers={"Location": "http://127.0.0.1:9/elsewhere"}),
        "Redirects are not followed",
    ),
}

BACKENDS = {
    **{name: Backend([answer, GOOD], more) for name, (answer, more, _) in PASSING.items()},
    **{name: Backend(answer) for name, (answer, _) in PAUSING.items()},
    "bad-request": Backend(refused(400, "The picture is too odd.")),
    "huge": Backend(HUGE),
    "down": Backend(unavailable(), {"MaxRetries": 0}),
    "no-key": Backend(GOOD, {"ApiKeyEnvironment": "VLM_TEST_NO_SUCH_VARIABLE"}),
    "moved": Backend(),
    "elsewhere": Backend(),
    "leaky": Backend(refused(403, f"The key {KEY} is blocked.")),
    "quota-of-money": Backend(
        Answer(
            status=429, body=b'{"error": {"message": "Pay first.", "code": "insufficient_quota"}}'
        ),
        {"BoxFormat": "Gemini"},
        "OpenAI",
    ),
}


@pytest.fixture(scope="module")
def world(required_plugin, tmp_path_factory):
    made = ModelWorld(tmp_path_factory.mktemp("failures"), BACKENDS).start()
    for name in BACKENDS:  # what the self-test finds out is not what is tested here
        made.wait_tested(name)
    yield made
    made.close()


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_tried_again(world, name):
    _, _, kind = PASSING[name]
    outcome = world.analyze(name)
    assert outcome.analysis["Status"] == outcome.report["Status"] == "Completed"
    assert_on_square(outcome.report["Findings"][0]["RawBox"])
    assert len(outcome.requests) == outcome.report["Usage"]["Requests"] == 2
    assert outcome.requests[0].body == outcome.requests[1].body
    assert outcome.model["State"] == "Open" and outcome.model["Failures"] == {kind: 1}
    assert outcome.model["Retries"] == 1
    assert json.loads(outcome.replies[0]["Text"]) == GOOD.text
    sent = [
        one
        for one in world.orthanc.json("/vlm/egress")["Entries"]
        if one["AnalysisId"] == outcome.id
    ]
    assert [one["Outcome"] for one in sent] == ["Answered", kind]  # the newest first


def test_the_time_that_a_server_asks_for_is_waited(world):
    requests = world.stubs["rate-limit"].asked() or world.analyze("rate-limit").requests
    assert requests[1].arrived - requests[0].arrived >= 1.0


@pytest.mark.parametrize("name", PAUSING)
def test_a_refusal_pauses_the_model_and_keeps_the_work(world, name):
    answer, words = PAUSING[name]
    stub = world.stubs[name]
    first = world.ask(name)
    world.wait_queued_with(first, words)
    second = world.ask(name)
    model = world.model(name)
    assert model["State"] == "Paused" and words in model["Reason"] and model["OpensAt"]
    assert words in model["LastError"] and sum(model["Failures"].values()) == 1
    assert world.orthanc.json(f"/vlm/analyses/{second}")["Status"] == "Queued"
    listed = {
        one["AnalysisId"]: one["Status"] for one in world.orthanc.json("/vlm/analyses")["Analyses"]
    }
    assert listed[first] == listed[second] == "Queued"

    assert len(stub.asked()) == 1  # nobody was sent to be refused again
    stub.answer = GOOD  # somebody mends it and says so
    tested = world.orthanc.post(f"/vlm/models/{name}/test")
    assert tested.status_code == 200 and tested.json()["Passed"] is True
    for uuid in (first, second):
        assert world.outcome(uuid).report["Status"] == "Completed"
    assert world.model(name)["State"] == "Open"


def test_a_redirect_is_not_followed(world):
    target = world.stubs["elsewhere"]
    before = len(target.requests)
    world.stubs["moved"].answer = Answer(
        status=302, body=b"", headers={"Location": target.url + "/x"}
    )
    uuid = world.ask("moved")
    world.wait_queued_with(uuid, "Redirects are not followed")
    assert len(target.requests) == before


def test_a_synchronous_request_to_a_paused_model_says_that_it_waits(world):
    uuid = world.ask("quota-of-money")
    world.wait_queued_with(uuid, "Pay first.")
    assert len(world.stubs["quota-of-money"].asked()) == 1  # patience does not help
    answer = world.orthanc.analyze_now("instances", world.store(), Model="quota-of-money")
    assert answer.status_code == 503 and "Pay first." in answer.json()["Message"]


def test_a_bad_request_fails_its_analysis_and_pauses_the_model(world):
    outcome = world.analyze("bad-request")
    assert outcome.analysis["Status"] == outcome.report["Status"] == "Failed"
    assert "The picture is too odd." in outcome.analysis["Reason"]
    assert "The picture is too odd." in outcome.report["Reason"]
    assert outcome.readings is None and len(outcome.requests) == 1
    assert (
        outcome.model["State"] == "Paused" and "The picture is too odd." in outcome.model["Reason"]
    )
    assert outcome.model["Failures"] == {"BadRequest": 1}
    other = world.ask("bad-request")
    world.stubs["bad-request"].answer = GOOD
    assert world.orthanc.json(f"/vlm/analyses/{other}")["Status"] == "Queued"
    assert len(world.stubs["bad-request"].asked()) == 1
    assert world.orthanc.post("/vlm/models/bad-request/test").status_code == 200
    assert world.outcome(other).report["Status"] == "Completed"
    again = world.orthanc.post(
        f"/vlm/analyses/{outcome.id}/retry"
    )  # what failed is not lost either
    assert again.status_code in (200, 202), again.text
    assert world.orthanc.wait_analysis(outcome.id)["Status"] == "Completed"


def test_a_reply_of_50_megabytes_fails_in_bounded_memory(world):
    status = f"/proc/{world.orthanc.process.pid}/status"

    def peak():
        return int(next(line for line in open(status) if line.startswith("VmHWM")).split()[1])

    before = peak()
    outcome = world.analyze("huge")
    assert outcome.analysis["Status"] == "Failed" and "8388608 bytes" in outcome.analysis["Reason"]
    assert len(outcome.requests) == 1 and outcome.model["Failures"] == {"TooLarge": 1}
    assert peak() - before < 60_000  # KiB


def test_five_failures_in_a_row_open_the_breaker(world):
    uuids = [world.ask("down") for _ in range(8)]
    model = world.wait_model("down", lambda one: one["State"] == "Paused", "the breaker to open")
    assert "Overloaded." in model["Reason"] and model["OpensAt"] and model["Reachable"] is not None
    stub = world.stubs["down"]
    settled = poll(
        lambda: world.model("down")["InFlight"] == 0 and len(stub.asked()), 5, "calls to end"
    )
    assert 5 <= settled <= 8  # of the default of 4 in flight, 3 more may have been on their way
    for uuid in uuids:
        assert world.orthanc.json(f"/vlm/analyses/{uuid}")["Status"] == "Queued"
    stub.answer = GOOD
    assert world.orthanc.post("/vlm/models/down/test").status_code == 200
    assert {world.outcome(uuid).report["Status"] for uuid in uuids} == {"Completed"}


def test_without_its_key_a_model_is_paused_and_says_what_is_missing(world):
    uuid = world.ask("no-key")
    model = world.wait_model("no-key", lambda one: one["State"] == "Paused", "the pause")
    assert "VLM_TEST_NO_SUCH_VARIABLE" in model["Reason"]
    analysis = world.orthanc.json(f"/vlm/analyses/{uuid}")
    assert analysis["Status"] == "Queued" and world.stubs["no-key"].requests == []


def test_a_key_that_the_server_repeats_is_shown_nowhere(world):
    uuid = world.ask("leaky")
    world.wait_queued_with(uuid, "is blocked")
    told = world.orthanc.get("/vlm/status").text + world.orthanc.get("/vlm/analyses").text
    assert KEY not in told and KEY not in world.orthanc.log()
