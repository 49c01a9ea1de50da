# SPDX-License-Identifier: GPL-3.0-or-later
"""A model's server must prove who it is, before it is sent anything."""
import shutil

import pytest

from dicom_objects import blob_picture, picture_object, to_bytes
from loopback_certificates import certificate
from model_server import Answer, ModelServer, finding, reply_with

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")


def settings(server, **connection):
    model = {"Type": "OpenAI", "Model": "m", "Url": f"{server.url}/v1", "Calls": 1, "MaxRetries": 0}
    return {"AnalyzeOnStore": False, "Models": {"tls": {**model, **connection}}, "MaxAttempts": 1}


@pytest.fixture
def tls_server(tmp_path):
    servers = []

    def make(**how):
        files = certificate(tmp_path, **how)
        servers.append(ModelServer(Answer(reply_with(finding())), *map(str, files)))
        return servers[-1], str(files[0])

    yield make
    for server in servers:
        server.close()


def analysis(orthanc):
    instance = orthanc.post_instance(to_bytes(picture_object("DX", blob_picture())))["ID"]
    queued = orthanc.post(f"/instances/{instance}/vlm/analyze", {"Model": "tls"}).json()
    return orthanc.wait_analysis(queued["AnalysisId"])


def reason_of_refusal(orthanc, server):
    """Why an analysis failed, after nothing was sent."""
    found = analysis(orthanc)
    assert found["Status"] == "Failed", found
    assert server.requests == []
    ledger = orthanc.json("/vlm/egress")["Entries"]
    assert {(one["HttpStatus"], one["Outcome"]) for one in ledger} <= {(0, "Unreachable")}
    return found["Reason"]


def test_a_certificate_of_nobody_is_refused(fresh_orthanc, tls_server):
    server, _ = tls_server()
    orthanc = fresh_orthanc(settings(server))
    reason = reason_of_refusal(orthanc, server)
    assert "certificate" in reason and "CaCertificates" in reason
    status = next(one for one in orthanc.json("/vlm/models") if one["Name"] == "tls")
    assert status["Reachable"] is False and "certificate" in status["LastError"]


def test_it_is_accepted_with_its_authority(fresh_orthanc, tls_server):
    server, file = tls_server()
    orthanc = fresh_orthanc(settings(server, CaCertificates=file))
    assert analysis(orthanc)["Status"] == "Completed"
    assert len(server.asked()) == 1


def test_a_relative_path_begins_at_the_configuration(fresh_orthanc, tls_server):
    server, file = tls_server()
    orthanc = fresh_orthanc(settings(server, CaCertificates="../server.pem"))
    assert analysis(orthanc)["Status"] == "Completed"


@pytest.mark.parametrize("address", ["IP:127.0.0.9", "DNS:model.example"])
def test_a_certificate_of_another_host_is_refused(fresh_orthanc, tls_server, address):
    server, file = tls_server(address=address)
    orthanc = fresh_orthanc(settings(server, CaCertificates=file))
    assert "certificate" in reason_of_refusal(orthanc, server)


def test_an_expired_certificate_is_refused(fresh_orthanc, tls_server):
    server, file = tls_server(is_expired=True)
    orthanc = fresh_orthanc(settings(server, CaCertificates=file))
    reason = reason_of_refusal(orthanc, server)
    assert "certificate" in reason and "expired" in reason


@pytest.mark.parametrize("content", [None, ""])
def test_authorities_that_cannot_be_read_stop_the_start(
    fresh_orthanc, tls_server, tmp_path, content
):
    server, _ = tls_server()
    file = tmp_path / "authorities.pem"
    if content is not None:
        file.write_text(content)
    orthanc = fresh_orthanc(settings(server, CaCertificates=str(file)), start=False).launch()
    assert orthanc.wait_for_exit() != 0
    assert "Vlm.Models.tls.CaCertificates" in orthanc.log()
