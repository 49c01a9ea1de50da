# SPDX-License-Identifier: GPL-3.0-or-later
"""Who reviews: users of an Orthanc that asks for passwords, or whom a proxy names."""
import pytest

from http_errors import assert_error
from orthanc_server import OrthancServer
from reviews import analysed_picture, post_review, review_of

GUARDED = {
    "AuthenticationEnabled": True,
    "RegisteredUsers": {"alice": "wonder:land", "bob": "builder"},
}
PASSWORDS = GUARDED["RegisteredUsers"]


class GuardedServer(OrthancServer):
    """Calls as alice unless told."""

    def call(self, method, path, user="alice", **options):
        if user is not None:
            options["auth"] = (user, PASSWORDS[user])
        return super().call(method, path, **options)


@pytest.fixture
def guarded_orthanc(required_plugin, tmp_path):
    servers = []

    def make(review=None):
        vlm = {"Review": review} if review else {}
        server = GuardedServer(tmp_path / f"guarded{len(servers)}", vlm=vlm, options=GUARDED)
        servers.append(server)
        return server.start()

    yield make
    for server in servers:
        server.kill()


def asking(server, **options):
    return server.get("/vlm/status", **options).json()["Review"]


def test_the_user_is_kept_with_the_review(guarded_orthanc):
    server = guarded_orthanc()
    stored, report = analysed_picture(server)
    assert asking(server, user="bob") == {"User": "bob", "MayReview": True, "Reason": ""}
    answer = post_review(server, "instances", stored["ID"], review_of(report), user="bob")
    assert answer.json()["Review"]["User"] == "bob"
    again = dict(review_of(report), Revision=1)
    answer = post_review(server, "instances", stored["ID"], again)
    assert [one["User"] for one in answer.json()["Reviews"]] == ["bob", "alice"]
    conflict = assert_error(post_review(server, "instances", stored["ID"], again), 409)
    assert conflict["Details"]["User"] == "alice" and "alice" in conflict["Message"]


def test_orthanc_turns_strangers_away(guarded_orthanc):
    server = guarded_orthanc()
    stored, report = analysed_picture(server)
    path = f"/instances/{stored['ID']}/vlm/review"
    assert server.post(path, review_of(report), user=None).status_code == 401
    wrong = {"user": None, "auth": ("alice", "guess")}
    assert server.post(path, review_of(report), **wrong).status_code == 401
    assert server.json(f"/instances/{stored['ID']}/vlm/report")["Review"] is None


def test_only_those_listed_may_review(guarded_orthanc):
    server = guarded_orthanc({"Users": ["bob", "carol"]})
    stored, report = analysed_picture(server)
    status = asking(server)
    assert (status["User"], status["MayReview"]) == ("alice", False) and "alice" in status["Reason"]
    refused = post_review(server, "instances", stored["ID"], review_of(report))
    assert "alice" in assert_error(refused, 403)["Message"]
    assert asking(server, user="bob")["MayReview"] is True
    taken = post_review(server, "instances", stored["ID"], review_of(report), user="bob")
    assert taken.status_code == 200


def test_a_reviewed_analysis_is_deleted_only_by_who_may_review(guarded_orthanc):
    server = guarded_orthanc({"Users": ["bob"]})
    stored, report = analysed_picture(server)
    path = f"/vlm/analyses/{report['AnalysisId']}"
    answer = post_review(server, "instances", stored["ID"], review_of(report), user="bob")
    assert answer.status_code == 200
    message = assert_error(server.delete(path), 403)["Message"]
    assert "reviewed" in message and "alice" in message
    assert server.get(path).status_code == 200
    assert server.delete(path, user="bob").status_code == 200
    _, other = analysed_picture(server)
    assert server.delete(f"/vlm/analyses/{other['AnalysisId']}").status_code == 200


def test_without_passwords_nobody_of_a_list_is_known(fresh_orthanc):
    server = fresh_orthanc({"Review": {"Users": ["alice"]}})
    stored, report = analysed_picture(server)
    for auth in (None, ("alice", "x")):
        refused = post_review(server, "instances", stored["ID"], review_of(report), auth=auth)
        message = assert_error(refused, 403)["Message"]
        assert "AuthenticationEnabled" in message and "Vlm.Review.UserHeader" in message
    assert server.json("/vlm/status")["Review"]["MayReview"] is False
    assert server.json(f"/instances/{stored['ID']}/vlm/report")["Review"] is None


def test_a_proxy_may_name_the_user(fresh_orthanc):
    server = fresh_orthanc({"Review": {"Users": ["alice"], "UserHeader": "X-Forwarded-User"}})
    stored, report = analysed_picture(server)

    def review(user):
        headers = {"x-forwarded-user": user}
        return post_review(server, "instances", stored["ID"], review_of(report), headers=headers)

    assert_error(review("mallory"), 403)
    assert_error(review(""), 403)
    assert review("alice").json()["Review"]["User"] == "alice"


def test_an_unconfigured_header_is_not_believed(fresh_orthanc):
    server = fresh_orthanc()
    stored, report = analysed_picture(server)
    headers = {"X-Forwarded-User": "mallory", "Remote-User": "mallory"}
    answer = post_review(
        server, "instances", stored["ID"], review_of(report), headers=headers, auth=("mallory", "x")
    )
    assert answer.json()["Review"]["User"] is None
    assert server.json("/vlm/status")["Review"] == {"User": None, "MayReview": True, "Reason": ""}


@pytest.mark.parametrize(
    "review, key",
    [
        ({"Users": "alice"}, "Vlm.Review.Users"),
        ({"Reviewers": []}, "Vlm.Review.Reviewers"),
        ({"UserHeader": "X User"}, "Vlm.Review.UserHeader"),
    ],
)
def test_a_wrong_setting_is_named(fresh_orthanc, review, key):
    server = fresh_orthanc({"Review": review}, start=False)
    server.launch()
    assert server.wait_for_exit() != 0
    assert key in server.log()
