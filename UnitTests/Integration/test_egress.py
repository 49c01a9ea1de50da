# SPDX-License-Identifier: GPL-3.0-or-later
"""To whom anything is sent: by default, to nobody outside this machine."""
import pytest

from dicom_objects import blob_picture, picture_object, to_bytes
from model_server import Answer, ModelServer, finding, reply_with
from orthanc_server import free_port, poll
from own_address import NetworkModelServer, address_in_network, names_of

ADDRESS = address_in_network()
needs_network = pytest.mark.skipif(ADDRESS is None, reason="this machine has only loopback")


def settings(url, egress=None, **model):
    known = {"Type": "OpenAI", "Model": "m", "Url": url, "Calls": 1, "MaxRetries": 0}
    known.update({"ConnectTimeoutSeconds": 2, "TimeoutSeconds": 5, **model})
    vlm = {"AnalyzeOnStore": False, "Models": {"remote": known}, "MaxAttempts": 1}
    return {**vlm, "Egress": egress} if egress is not None else vlm


@pytest.fixture
def server():
    one = ModelServer(Answer(reply_with(finding())))
    yield one
    one.close()


@pytest.fixture
def network_server():
    one = NetworkModelServer(ADDRESS, Answer(reply_with(finding())))
    yield one
    one.close()


def analysis(orthanc):
    instance = orthanc.post_instance(to_bytes(picture_object("DX", blob_picture())))["ID"]
    queued = orthanc.post(f"/instances/{instance}/vlm/analyze", {"Model": "remote"}).json()
    return orthanc.wait_analysis(queued["AnalysisId"])


def health(orthanc):
    return next(one for one in orthanc.json("/vlm/models") if one["Name"] == "remote")


def assert_nothing_leaves(orthanc, *words):
    found = analysis(orthanc)
    assert found["Status"] == "Failed", found
    assert all(word in found["Reason"] for word in words), found["Reason"]
    return found


LITERALS = ["http://192.0.2.1:8080/v1", "https://192.0.2.1/v1", "https://[2001:db8::1]:8443/v1"]
LITERALS += ["http://[::ffff:192.0.2.1]/v1", "http://0.0.0.0:8080/v1"]


@pytest.mark.parametrize("url", LITERALS)
def test_an_address_elsewhere_is_refused_and_said_so(fresh_orthanc, url):
    orthanc = fresh_orthanc(settings(url))
    assert_nothing_leaves(orthanc, "Egress.AllowRemote")
    said = health(orthanc)
    assert said["State"] == "Paused" and "Egress.AllowRemote" in said["Reason"]
    assert "Egress.AllowRemote" in orthanc.get("/vlm/status").text
    assert orthanc.json("/vlm/egress")["Entries"] == []
    orthanc.assert_alive()


@needs_network
@pytest.mark.parametrize("name", names_of(ADDRESS) if ADDRESS else [])
def test_a_name_of_an_address_elsewhere_is_refused(fresh_orthanc, network_server, name):
    """Only resolution tells where a name leads; it is judged before anything connects."""
    orthanc = fresh_orthanc(settings(f"http://{name}:{network_server.port}/v1"))
    assert_nothing_leaves(orthanc, ADDRESS, "Egress.AllowRemote")
    poll(lambda: health(orthanc)["LastError"], 20, "the outcome of the self-test")
    assert network_server.connections == 0 and network_server.requests == []
    ledger = orthanc.json("/vlm/egress")["Entries"]
    assert {(one["HttpStatus"], one["Outcome"]) for one in ledger} <= {(0, "NotAllowed")}
    assert "Egress.AllowRemote" in orthanc.get("/vlm/status").text


@needs_network
def test_a_plain_name_stays_plain_with_leave(fresh_orthanc, network_server):
    """AllowRemote opens https alone: a name that leads elsewhere is not spoken to in clear."""
    url = f"http://{names_of(ADDRESS)[0]}:{network_server.port}/v1"
    orthanc = fresh_orthanc(settings(url, {"AllowRemote": True}))
    assert_nothing_leaves(orthanc, "https")
    assert network_server.connections == 0


@needs_network
@pytest.mark.parametrize("network", [f"{ADDRESS}/32", f"{ADDRESS}"])
def test_a_local_network_is_admitted(fresh_orthanc, network_server, network):
    orthanc = fresh_orthanc(settings(f"{network_server.url}/v1", {"LocalNetworks": [network]}))
    assert analysis(orthanc)["Status"] == "Completed"
    entry = orthanc.json("/vlm/egress")["Entries"][0]
    assert entry["Host"] == ADDRESS and entry["Rule"].startswith("LocalNetworks; ")


@needs_network
def test_a_name_in_a_local_network_is_admitted(fresh_orthanc, network_server):
    url = f"http://{names_of(ADDRESS)[0]}:{network_server.port}/v1"
    orthanc = fresh_orthanc(settings(url, {"LocalNetworks": [ADDRESS + "/32"]}))
    assert analysis(orthanc)["Status"] == "Completed"
    assert len(network_server.asked()) == 1


@needs_network
def test_another_local_network_admits_nobody_else(fresh_orthanc, network_server):
    section = settings(f"{network_server.url}/v1", {"LocalNetworks": ["10.77.0.0/16"]})
    assert_nothing_leaves(fresh_orthanc(section), "Egress.LocalNetworks")
    assert network_server.connections == 0


def refusal_to_start(fresh_orthanc, section):
    orthanc = fresh_orthanc(section, start=False).launch()
    assert orthanc.wait_for_exit() != 0
    return next(line for line in orthanc.log().splitlines() if "does not start" in line)


def test_plain_http_elsewhere_stops_the_start(fresh_orthanc):
    section = settings("http://192.0.2.1:8080/v1", {"AllowRemote": True})
    message = refusal_to_start(fresh_orthanc, section)
    assert "Vlm.Models.remote.Url" in message and "https" in message


BAD_EGRESS = [
    ({"AllowRemote": "yes"}, "AllowRemote"),
    ({"LocalNetworks": ["10.0.0.1/8"]}, "10.0.0.0"),
    ({"LocalNetworks": ["0.0.0.0/0"]}, "AllowRemote"),
    ({"LocalNetworks": ["intranet"]}, "LocalNetworks"),
    ({"BurnedInAnnotation": "Ignore"}, "BurnedInAnnotation"),
    ({"Context": ["PatientName"]}, "PatientName"),
    ({"Kontext": []}, "Kontext"),
]


@pytest.mark.parametrize("egress, word", BAD_EGRESS, ids=[str(one[0]) for one in BAD_EGRESS])
def test_a_wrong_setting_stops_the_start(fresh_orthanc, egress, word):
    message = refusal_to_start(fresh_orthanc, settings("http://127.0.0.1:9/v1", egress))
    assert "Egress" in message and word in message


def test_a_local_proxy_carries_the_request(fresh_orthanc, server):
    """The request goes to the proxy with the whole address (RFC 9112, 3.2.2)."""
    port = free_port()
    orthanc = fresh_orthanc(settings(f"http://127.0.0.1:{port}/v1", Proxy=server.url))
    assert analysis(orthanc)["Status"] == "Completed"
    assert server.asked()[0].path == f"http://127.0.0.1:{port}/v1/chat/completions"


def test_a_proxy_elsewhere_needs_leave(fresh_orthanc, server):
    orthanc = fresh_orthanc(settings(f"{server.url}/v1", Proxy="http://192.0.2.1:3128"))
    assert_nothing_leaves(orthanc, "proxy", "Egress.AllowRemote")
    assert server.connections == 0


@pytest.mark.parametrize(
    "proxy", ["http://user:secret@127.0.0.1:3128", "socks5://127.0.0.1:1", "http://127.0.0.1"]
)
def test_a_wrong_proxy_stops_the_start_without_its_password(fresh_orthanc, proxy):
    message = refusal_to_start(fresh_orthanc, settings("http://127.0.0.1:9/v1", Proxy=proxy))
    assert "Vlm.Models.remote.Proxy" in message and "secret" not in message


def test_a_name_behind_a_proxy_needs_leave(fresh_orthanc, server):
    """The proxy resolves it, so nobody here can tell where it leads."""
    orthanc = fresh_orthanc(settings("http://model.intranet/v1", Proxy=server.url))
    assert_nothing_leaves(orthanc, "model.intranet", "Egress.AllowRemote")
    assert server.connections == 0


def test_proxies_of_the_environment_are_ignored(fresh_orthanc, server):
    proxy = ModelServer()
    names = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
    orthanc = fresh_orthanc(settings(f"{server.url}/v1"), start=False)
    orthanc.environment = {**{name: proxy.url for name in names}, "no_proxy": "", "NO_PROXY": ""}
    orthanc.start()
    assert analysis(orthanc)["Status"] == "Completed"
    assert len(server.asked()) == 1 and proxy.connections == 0
    proxy.close()


BAD_URLS = ["ftp://127.0.0.1/v1", "http://user:pw-x1@127.0.0.1/v1", "http://127.0.0.1/v1?key=pw-x1"]


@pytest.mark.parametrize("url", BAD_URLS)
def test_a_url_with_secrets_or_another_scheme_stops_the_start(fresh_orthanc, url):
    message = refusal_to_start(fresh_orthanc, settings(url))
    assert "Vlm.Models.remote.Url" in message and "pw-x1" not in message


def test_a_redirect_is_not_followed(fresh_orthanc):
    other = ModelServer()
    moved = Answer(status=307, body=b"", headers={"Location": f"{other.url}/v1/chat/completions"})
    server = ModelServer(moved, self_test=lambda request: moved)
    orthanc = fresh_orthanc(settings(f"{server.url}/v1"))
    said = poll(lambda: health(orthanc)["LastError"], 20, "the outcome of the self-test")
    assert "307" in said and other.connections == 0
    assert health(orthanc)["State"] == "Paused"
    server.close()
    other.close()
