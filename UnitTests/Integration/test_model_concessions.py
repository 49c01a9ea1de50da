# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that refuse a part of a request: they are asked more simply, and that is remembered."""
import pytest

from model_server import refused
from model_world import Backend, ModelWorld, assert_on_square, see_square


def structure_of(request):
    """What a request asks of the form of the answer."""
    asked = request.json
    form = asked.get("response_format")
    if form:
        return form["type"]
    generation = asked.get("generationConfig", {})
    if "responseSchema" in generation or "responseJsonSchema" in generation:
        return "schema"
    return generation.get("responseMimeType", "text")


def refusing(*words_of_structures):
    """A server that refuses such structures in such words."""
    refusals = dict(words_of_structures)

    def answer(request):
        words = refusals.get(structure_of(request))
        return refused(400, words) if words else see_square(request)

    return answer


def without(member, words):
    """A server that refuses requests with such a member."""
    return lambda request: refused(400, words) if member in request.json else see_square(request)


GEMINI_BOXES = {"BoxFormat": "Gemini"}
NO_SCHEMA = ("json_schema", "response_format type json_schema is not supported")
NO_OBJECT = ("json_object", "'response_format.type' must be 'json_schema' or 'text'")
NO_STATES = (
    "schema",
    "The specified schema produces a constraint that has too many states for serving.",
)
NO_JSON = ("application/json", "JSON mode is not enabled for models/gemma-3-4b-it")

# The server, and the structures that it is asked for until it takes one.
LADDERS = {
    "openai-object": (refusing(NO_SCHEMA), "OpenAI", ["json_schema", "json_object"]),
    "openai-text": (
        refusing(NO_SCHEMA, NO_OBJECT),
        "OpenAI",
        ["json_schema", "json_object", "text"],
    ),
    "gemini-schema": (refusing(NO_STATES), "Gemini", ["schema", "application/json"]),
    "gemini-text": (refusing(NO_STATES, NO_JSON), "Gemini", ["schema", "application/json", "text"]),
}
BACKENDS = {
    name: Backend(answer, GEMINI_BOXES, kind) for name, (answer, kind, _) in LADDERS.items()
}
BACKENDS["hot"] = Backend(
    without("temperature", "Unsupported value: 'temperature' does not support 0 with this model."),
    GEMINI_BOXES,
    "OpenAI",
)
BACKENDS["new-limit"] = Backend(
    without(
        "max_tokens", "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    ),
    GEMINI_BOXES,
    "OpenAI",
)


@pytest.fixture(scope="module")
def world(required_plugin, tmp_path_factory):
    made = ModelWorld(tmp_path_factory.mktemp("concessions"), BACKENDS).start()
    for name in BACKENDS:  # which succeed: the stub takes any structure in a self-test
        made.wait_tested(name)
    yield made
    made.close()


@pytest.mark.parametrize("name", LADDERS)
def test_a_refused_structure_is_asked_for_more_simply(world, name):
    _, _, ladder = LADDERS[name]
    outcome = world.analyze(name)
    assert [structure_of(request) for request in outcome.requests] == ladder
    assert outcome.report["Status"] == "Completed" and outcome.report["Usage"]["Requests"] == len(
        ladder
    )
    assert_on_square(outcome.report["Findings"][0]["RawBox"])
    assert outcome.model["State"] == "Open"
    again = world.analyze(name)
    assert [structure_of(request) for request in again.requests[len(ladder) :]] == ladder[-1:]


@pytest.mark.parametrize("name, member", [("hot", "temperature"), ("new-limit", "max_tokens")])
def test_a_refused_member_is_left_out(world, name, member):
    outcome = world.analyze(name)
    assert outcome.report["Status"] == "Completed"
    assert [member in request.json for request in outcome.requests] == [True, False]
    if name == "new-limit":
        assert (
            outcome.requests[1].json["max_completion_tokens"]
            == outcome.requests[0].json["max_tokens"]
        )
