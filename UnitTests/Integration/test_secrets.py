# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a key comes from, and that it goes nowhere but into one header."""
import json

import pytest

from dicom_objects import blob_picture, picture_object, to_bytes
from model_server import Answer, ModelServer, finding, reply_with
from orthanc_server import poll

KEY = "xk3-hunter-key-77"  # looks like no well-known key
VARIABLE = "VLM_TEST_KEY_OF_MODEL"


def settings(server, **key):
    gemini = {
        "Type": "Gemini",
        "Model": "gemini-2.5-flash",
        "Url": server.url,
        "Calls": 1,
        "MaxRetries": 1,
    }
    openai = {
        "Type": "OpenAI",
        "Model": "m",
        "Url": f"{server.url}/v1",
        "Calls": 1,
        "MaxRetries": 1,
    }
    return {
        "AnalyzeOnStore": False,
        "Models": {"gemini": {**gemini, **key}, "openai": {**openai, **key}},
    }


@pytest.fixture
def server():
    one = ModelServer(Answer(reply_with(finding())))
    yield one
    one.close()


@pytest.fixture
def start(fresh_orthanc):
    """An Orthanc with a model of each kind that has a key, with KEY in its environment or not."""

    def make(section, environment=None):
        orthanc = fresh_orthanc(section, start=False)
        orthanc.environment = environment or {}
        return orthanc.start()

    return make


def key_file(tmp_path, mode, content=KEY + "\n"):
    path = tmp_path / "key.txt"
    path.write_text(content)
    path.chmod(mode)
    return str(path)


def store(orthanc):
    return orthanc.post_instance(to_bytes(picture_object("DX", blob_picture())))["ID"]


def health(orthanc, model):
    return next(one for one in orthanc.json("/vlm/models") if one["Name"] == model)


def seen_keys(server):
    headers = [request.headers for request in server.requests]
    return {one.get("x-goog-api-key") or one.get("authorization") for one in headers}


def everything_said(orthanc, instance):
    """All that Orthanc tells about models, ledger, reports and readings, and its log."""
    paths = ["/vlm/status", "/vlm/models", "/vlm/egress", "/vlm/reports", "/vlm/analyses"]
    paths += ["/vlm/openapi.json", "/tools/metrics-prometheus"]
    paths += [f"/instances/{instance}/vlm/{name}" for name in ("report", "readings", "analyses")]
    paths += [f"/instances/{instance}/vlm/report?format=text"]
    return {path: orthanc.get(path).text for path in paths} | {"log": orthanc.log()}


def assert_unsaid(orthanc, instance, *more):
    said = {**everything_said(orthanc, instance), **dict(enumerate(more))}
    assert [place for place, text in said.items() if KEY in text] == []


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640])
def test_a_private_file_gives_the_key(start, server, tmp_path, mode):
    orthanc = start(settings(server, ApiKeyFile=key_file(tmp_path, mode)))
    instance = store(orthanc)
    for model in ("gemini", "openai"):
        answer = orthanc.analyze_now("instances", instance, Model=model)
        assert answer.json()["Status"] == "Completed", answer.text
    assert seen_keys(server) == {KEY, f"Bearer {KEY}"}
    assert_unsaid(orthanc, instance)


def test_the_environment_gives_the_key(start, server):
    orthanc = start(settings(server, ApiKeyEnvironment=VARIABLE), {VARIABLE: KEY})
    instance = store(orthanc)
    assert (
        orthanc.analyze_now("instances", instance, Model="openai").json()["Status"] == "Completed"
    )
    assert_unsaid(orthanc, instance)


def test_the_file_goes_before_the_environment(start, server, tmp_path):
    section = settings(server, ApiKeyFile=key_file(tmp_path, 0o600), ApiKeyEnvironment=VARIABLE)
    orthanc = start(section, {VARIABLE: "another-key-88"})
    orthanc.analyze_now("instances", store(orthanc), Model="openai")
    poll(lambda: len(server.requests) >= 3, 20, "the self-tests and one analysis")
    assert seen_keys(server) == {KEY, f"Bearer {KEY}"}


def assert_paused(orthanc, server, *words):
    """Orthanc runs, what is asked waits, and the reason is said wherever one looks."""
    instance = store(orthanc)
    for model in ("gemini", "openai"):
        answer = orthanc.analyze_now("instances", instance, Model=model)
        assert answer.status_code == 503, answer.text
        assert all(word in answer.json()["Message"] for word in words), answer.text
        found = health(orthanc, model)
        assert found["State"] == "Paused" and all(word in found["Reason"] for word in words)
    assert json.dumps(orthanc.json("/vlm/status")).count("Paused") >= 2
    queued = orthanc.analyses("instances", instance)
    assert [one["Status"] for one in queued] == ["Queued"] * 2
    assert server.connections == 0 and orthanc.json("/vlm/egress")["Entries"] == []
    assert_unsaid(orthanc, instance)


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o620, 0o602])
def test_a_file_open_to_others_pauses_the_model(start, server, tmp_path, mode):
    file = key_file(tmp_path, mode)
    assert_paused(start(settings(server, ApiKeyFile=file)), server, file, "chmod 600")


def test_a_missing_file_pauses_the_model(start, server, tmp_path):
    file = str(tmp_path / "nowhere.txt")
    assert_paused(start(settings(server, ApiKeyFile=file)), server, file, "cannot be opened")


@pytest.mark.parametrize("content", ["", " \n", "one\ntwo\n", "k\x01ey"])
def test_a_file_without_one_key_pauses_the_model(start, server, tmp_path, content):
    file = key_file(tmp_path, 0o600, content)
    assert_paused(start(settings(server, ApiKeyFile=file)), server, file)


def test_a_folder_is_no_key(start, server, tmp_path):
    assert_paused(start(settings(server, ApiKeyFile=str(tmp_path))), server, "not a regular file")


@pytest.mark.parametrize("environment", [{}, {VARIABLE: ""}])
def test_a_missing_variable_pauses_the_model_and_is_named(start, server, environment):
    section = settings(server, ApiKeyEnvironment=VARIABLE)
    assert_paused(start(section, environment), server, VARIABLE)


def test_openai_needs_no_key(start, server):
    orthanc = start(settings(server))
    answer = orthanc.analyze_now("instances", store(orthanc), Model="openai")
    assert answer.json()["Status"] == "Completed", answer.text
    assert all("authorization" not in one.headers for one in server.requests)


def echo(request):
    return request.headers.get("x-goog-api-key") or request.headers.get("authorization")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500])
@pytest.mark.parametrize("model", ["gemini", "openai"])
def test_a_server_that_repeats_the_key_does_not_spread_it(start, tmp_path, status, model):
    def refuse(request):
        message = f"Incorrect API key provided: {echo(request)}. See {KEY}/help."
        return Answer(status=status, body=json.dumps({"error": {"message": message}}).encode())

    server = ModelServer(refuse, self_test=refuse)
    orthanc = start(settings(server, ApiKeyFile=key_file(tmp_path, 0o600)))
    instance = store(orthanc)
    queued = orthanc.post(f"/instances/{instance}/vlm/analyze", {"Model": model})
    said = poll(lambda: health(orthanc, model)["LastError"], 20, "the first error")
    tested = orthanc.post(f"/vlm/models/{model}/test")
    if status == 500:  # tried again and again
        assert orthanc.delete(f"/vlm/analyses/{queued.json()['AnalysisId']}").status_code < 500
    assert "***" in said
    assert_unsaid(orthanc, instance, tested.text, orthanc.get("/vlm/models").text)
    server.close()


def test_an_answer_that_repeats_the_key_does_not_spread_it(start, tmp_path):
    def repeat(request):
        text = f"The key is {KEY}."
        said = reply_with(finding(description=text), impression=text, findings_text=text)
        return Answer(said, served=KEY)

    server = ModelServer(repeat)
    orthanc = start(settings(server, ApiKeyFile=key_file(tmp_path, 0o600)))
    instance = store(orthanc)
    for model in ("gemini", "openai"):
        answer = orthanc.analyze_now("instances", instance, Model=model)
        assert answer.status_code == 200 and "The key is ***." in answer.text
        assert_unsaid(orthanc, instance, answer.text)
    server.close()
