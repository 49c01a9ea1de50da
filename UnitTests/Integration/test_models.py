# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole path image -> model server -> report, for each API that is spoken."""
import hashlib

import pytest

from dicom_objects import to_bytes
from model_server import refused
from model_world import (
    COLUMNS,
    KEY,
    ROWS,
    Backend,
    ModelWorld,
    assert_on_square,
    see_square,
    square_object,
)
from vertex_account import make_account, verified_claims

OPENAI_KEY = "sk-planted0123456789abcdef"
VERTEX = {"Project": "my-project", "Region": "europe-west4", "Model": "gemini-2.5-flash"}
GOOGLE_PATH = (
    "/v1/projects/my-project/locations/europe-west4/publishers/google/models/gemini-2.5-flash"
)

# The path that is asked, and what proves who asks.
APIS = {
    "gemini": ("/v1beta/models/gemini-2.5-flash:generateContent", ("x-goog-api-key", KEY)),
    "vertex-account": (f"{GOOGLE_PATH}:generateContent", ("authorization", "Bearer token-1")),
    "vertex-metadata": (f"{GOOGLE_PATH}:generateContent", ("authorization", "Bearer token-1")),
    "openai": ("/v1/chat/completions", None),
    "openai-key": ("/v1/chat/completions", ("authorization", f"Bearer {OPENAI_KEY}")),
}


def rule(name):
    """Images of a station of that name are for that model."""
    return {"StationName": name, "Level": "Instance", "Model": name}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def world(required_plugin, folder):
    def account(url):
        return {**VERTEX, "CredentialsFile": str(make_account(folder, url + "/token"))}

    backends = {
        "gemini": Backend(serves="gemini-2.5-flash"),
        "vertex-account": Backend(settings=account, type="Vertex"),
        "vertex-metadata": Backend(
            settings=lambda url: {**VERTEX, "MetadataUrl": url}, type="Vertex"
        ),
        **{
            name: Backend(settings=lambda url: {**VERTEX, "MetadataUrl": url}, type="Vertex")
            for name in ("vertex-renewed", "vertex-disabled")
        },
        "openai": Backend(type="OpenAI", serves="google/medgemma-4b-it"),
        "openai-key": Backend(
            settings={"ApiKeyEnvironment": "VLM_TEST_OPENAI_KEY"}, type="OpenAI", serves="gpt-x"
        ),
    }
    environment = {"VLM_TEST_OPENAI_KEY": OPENAI_KEY}
    rules = [rule(name) for name in backends]
    made = ModelWorld(folder / "world", backends, environment, AnalyzeOnStore=True, Rules=rules)
    made.stubs["vertex-disabled"].token_answer = refused(403, "The account is disabled.")
    made.start()
    yield made
    made.close()


def send(world, folder, name):
    """By C-STORE; the identifier of the instance."""
    image = square_object(StationName=name)
    path = folder / f"{name}.dcm"
    path.write_bytes(to_bytes(image))
    world.orthanc.store_scu([path])
    found = world.orthanc.post("/tools/lookup", image.SOPInstanceUID).json()
    return next(one["ID"] for one in found if one["Type"] == "Instance")


@pytest.fixture(scope="module", params=APIS)
def analysed(request, world, folder):
    """Name of the model, identifier of the instance and its analysis."""
    identifier = send(world, folder, request.param)
    (analysis,) = world.orthanc.wait_analyses("instances", identifier)
    return request.param, identifier, world.outcome(analysis["AnalysisId"])


def test_the_lesion_lands_on_its_stored_pixels(analysed):
    name, identifier, outcome = analysed
    report = outcome.report
    assert report["Status"] == "Completed" and report["OrthancId"] == identifier
    (image,) = report["Images"]
    assert (image["Rows"], image["Columns"]) == (ROWS, COLUMNS)
    (lesion,) = report["Findings"]
    assert lesion["Label"] == "Bright square"
    assert_on_square(lesion["RawBox"])
    assert_on_square(lesion["RawBox"])
    assert lesion["Gaussian"]["Mean"] == pytest.approx([139.5, 53.5], abs=1.0)


def test_the_report_tells_the_model_and_what_it_cost(world, analysed):
    name, _, outcome = analysed
    model, usage = outcome.report["Model"], outcome.report["Usage"]
    configured = world.model(name)
    asked = world.orthanc.vlm["Models"][name]["Model"]
    assert model["Name"] == name and model["Type"] == configured["Type"]
    assert model["Requested"] == model["Served"] == configured["Served"] == asked
    assert model["PromptVersion"].startswith("1-") and model["Readings"] == 1
    assert (usage["Requests"], usage["InputTokens"], usage["OutputTokens"]) == (1, 100, 20)
    assert usage["BytesSent"] == len(outcome.requests[0].body)
    assert outcome.report["Warnings"] == []


def test_the_request_goes_to_the_documented_address_with_its_proof(analysed):
    name, _, outcome = analysed
    path, proof = APIS[name]
    (request,) = outcome.requests
    assert request.path == path
    assert len(request.images()) == 1 and request.images()[0].size == (COLUMNS, ROWS)
    if proof:
        assert request.headers[proof[0]] == proof[1]
    else:
        assert "authorization" not in request.headers


def test_the_ledger_tells_what_left(world, analysed):
    name, _, outcome = analysed
    (request,) = outcome.requests
    entries = world.orthanc.json("/vlm/egress")["Entries"]
    (entry,) = [one for one in entries if one["AnalysisId"] == outcome.id]
    assert (entry["Model"], entry["Host"], entry["HttpStatus"]) == (name, "127.0.0.1", 200)
    assert entry["Pictures"] == [
        hashlib.sha256(picture).hexdigest() for picture in request.pictures
    ]
    assert entry["Bytes"] == len(request.body) and entry["Rule"]
    assert (entry["InputTokens"], entry["OutputTokens"]) == (100, 20)
    assert entry["Context"] == ["Modality"]
    study = world.orthanc.json(f"/instances/{outcome.analysis['OrthancId']}/study")["ID"]
    assert entry["Study"] == study
    assert entry in world.orthanc.json(f"/vlm/egress?study={study}")["Entries"]


def test_status_and_reports_tell_the_same(world, analysed):
    name, _, outcome = analysed
    model = world.model(name)
    assert model == next(one for one in world.orthanc.json("/vlm/models") if one["Name"] == name)
    assert model["State"] == "Open" and model["Reachable"] is True and model["LastError"] is None
    assert model["Requests"] == len(world.stubs[name].requests) and model["Failures"] == {}
    assert model["Tokens"] == {"Input": 100 * model["Requests"], "Output": 20 * model["Requests"]}
    assert model["SelfTest"]["Passed"] is True and model["BoxFormat"] == "yxyx-1000"
    listed = world.orthanc.json("/vlm/reports")["Reports"]
    (summary,) = [one for one in listed if one["AnalysisId"] == outcome.id]
    assert (summary["Model"], summary["Status"], summary["Findings"]) == (name, "Completed", 1)


def test_keys_are_in_their_header_and_nowhere_else(world, analysed, folder):
    name, identifier, outcome = analysed
    pages = ["/vlm/status", "/vlm/models", "/vlm/egress", "/vlm/reports", "/vlm/analyses"]
    pages += [f"/instances/{identifier}/vlm/{one}" for one in ("report", "readings", "analyses")]
    told = world.orthanc.log() + "".join(world.orthanc.get(page).text for page in pages)
    for stub in world.stubs.values():
        told += "".join(request.path + request.body.decode() for request in stub.requests)
    private_key = (folder / "account-key.pem").read_text().splitlines()[1]
    for secret in (KEY, OPENAI_KEY, "token-1", private_key):
        assert secret not in told


def test_an_account_signs_for_its_token_once(world, folder):
    send(world, folder, "vertex-account")
    stub = world.stubs["vertex-account"]
    world.analyze("vertex-account")
    world.analyze("vertex-account")
    assert len(stub.asked()) >= 2 and len(stub.tokens) == 1
    header, claims = verified_claims(folder, stub.tokens[0].body)
    assert header["alg"] == "RS256" and header["kid"] == "key-1"
    assert claims["iss"] == "vlm@my-project.iam.gserviceaccount.com"
    assert claims["aud"] == stub.url + "/token"
    assert claims["scope"] == "https://www.googleapis.com/auth/cloud-platform"
    assert 0 < claims["exp"] - claims["iat"] <= 3600


def test_the_metadata_server_is_asked_as_documented(world):
    world.analyze("vertex-metadata")
    (asked,) = world.stubs["vertex-metadata"].tokens
    assert asked.path == "/computeMetadata/v1/instance/service-accounts/default/token"
    assert asked.headers["Metadata-Flavor"] == "Google"


def test_a_token_that_is_refused_is_renewed_once(world):
    stub = world.stubs["vertex-renewed"]
    world.wait_tested("vertex-renewed")
    stub.answer = lambda request: (
        see_square(request)
        if request.headers["authorization"] == "Bearer token-2"
        else refused(401, "Request had invalid authentication credentials.")
    )
    outcome = world.analyze("vertex-renewed")
    assert outcome.report["Status"] == "Completed" and outcome.model["State"] == "Open"
    tokens = [request.headers["authorization"] for request in outcome.requests]
    assert tokens == ["Bearer token-1", "Bearer token-2"] and len(stub.tokens) == 2

    stub.answer = refused(401, "Request had invalid authentication credentials.")
    uuid = world.ask("vertex-renewed")
    world.wait_queued_with(uuid, "invalid authentication credentials")
    assert len(stub.asked()) == 4  # once more with a new token, then somebody must act
    stub.answer = see_square
    assert world.orthanc.post("/vlm/models/vertex-renewed/test").status_code == 200
    assert world.outcome(uuid).report["Status"] == "Completed"


def test_without_a_token_nothing_is_sent_and_the_work_waits(world):
    stub = world.stubs["vertex-disabled"]
    uuid = world.ask("vertex-disabled")
    model = world.wait_model("vertex-disabled", lambda one: one["State"] == "Paused", "the pause")
    assert "403" in model["Reason"]
    assert world.orthanc.json(f"/vlm/analyses/{uuid}")["Status"] == "Queued"
    assert stub.requests == []
    answer = world.orthanc.post("/vlm/models/vertex-disabled/test")
    assert answer.status_code == 503 and "403" in answer.json()["Message"]
    stub.token_answer = None
    assert world.orthanc.post("/vlm/models/vertex-disabled/test").status_code == 200
    assert world.outcome(uuid).report["Status"] == "Completed"


@pytest.mark.parametrize("name", ["gemini", "vertex-account"])
def test_a_self_test_can_be_asked_for(world, name):
    answer = world.orthanc.post(f"/vlm/models/{name}/test")
    assert answer.status_code == 200
    told = answer.json()
    assert told["Passed"] is True and told["BoxFormat"] == "yxyx-1000" and told["ShapesFound"] == 3
    assert told["MeanErrorPx"] < 2 and told["LatencyMs"] >= 0
    assert world.model(name)["SelfTest"]["TestedAt"] == told["TestedAt"]


def test_a_model_that_does_not_exist_is_404(world):
    answer = world.orthanc.post("/vlm/models/nobody/test")
    assert answer.status_code == 404 and "nobody" in answer.json()["Message"]
    assert world.orthanc.get("/vlm/models/gemini/test").status_code == 405
