# SPDX-License-Identifier: GPL-3.0-or-later
"""FHIR bundles of reports: asked for, searched and judged."""
import json
import subprocess
import xml.etree.ElementTree

from orthanc_server import ROOT

CONFORMANCE = ROOT / "UnitTests" / "Conformance"
INSTALLED = CONFORMANCE / "node_modules" / "@asymmetrik"


def bundle_of(server, identifier, level="instances", **query):
    parameters = "".join(f"&{key}={value}" for key, value in query.items())
    answer = server.get(f"/{level}/{identifier}/vlm/report?format=fhir{parameters}")
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["Content-Type"] == "application/fhir+json"
    return answer.json()


def of_type(bundle, kind):
    resources = [entry["resource"] for entry in bundle["entry"]]
    return [resource for resource in resources if resource["resourceType"] == kind]


def component(observation, text):
    for one in observation["component"]:
        names = [one["code"].get("text")] + [c["display"] for c in one["code"].get("coding", [])]
        if text in names:
            return one
    raise AssertionError(f"no component {text}")


def schema_errors(folder, resources):
    """Of each resource by HL7's schema, in words; empty: it is valid."""
    paths = [folder / f"{number}.json" for number in range(len(resources))]
    for path, resource in zip(paths, resources):
        path.write_text(json.dumps(resource))
    command = ["node", CONFORMANCE / "validate_fhir.mjs", *paths]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.stderr == "" and (ran.returncode == 0) == (ran.stdout == ""), ran.stderr
    lines = ran.stdout.splitlines()
    return ["\n".join(line for line in lines if line.startswith(f"{path} ")) for path in paths]


def references(value):
    if isinstance(value, dict):
        if "reference" in value:
            yield value["reference"]
        value = list(value.values())
    for one in value if isinstance(value, list) else []:
        yield from references(one)


def assert_sound(bundle, validate):
    """Valid by HL7's schema; beyond it: links lead somewhere, narratives are well-formed."""
    assert validate(bundle) == [""]
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(urls)) == len(urls)
    assert set(references(bundle)) <= set(urls)
    for entry in bundle["entry"]:
        text = entry["resource"].get("text")
        if text:
            tree = xml.etree.ElementTree.fromstring(text["div"])
            assert tree.tag == "{http://www.w3.org/1999/xhtml}div"
            assert "research use" in "".join(tree.itertext())
            tags = {element.tag.split("}")[1] for element in tree.iter()}
            assert tags <= {"div", "p", "b", "ul", "li"}
    assert "Jörg" not in json.dumps(bundle, ensure_ascii=False)
