# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL database that cannot be used stops the start, and the message names what to do.
Orthanc's own index stays on SQLite here."""
import pytest

from orthanc_nodes import PASSWORD_ENVIRONMENT, PASSWORD_VARIABLE, on_postgres
from orthanc_server import free_port
from postgres_server import PASSWORD, ROLE
from reviews import analysed_picture

SECRET = "another: 50% 'planted' p@ss/word"


def refusal(fresh_orthanc, section, environment=PASSWORD_ENVIRONMENT, **settings):
    """The words of the refusal, in which no password may be."""
    server = fresh_orthanc(section, start=False, **settings)
    server.environment.update(environment)
    server.launch()
    assert server.wait_for_exit() != 0
    for secret in {*environment.values(), SECRET}:
        assert secret not in server.log()
    lines = server.log().splitlines()
    return "\n".join(line for line in lines if line.startswith(("E", "W")))


def test_an_empty_database_is_made_ready_in_a_schema_of_our_own(fresh_orthanc, postgres):
    database = postgres.make_database()
    server = fresh_orthanc(on_postgres(postgres, database, "alone"), start=False)
    server.environment.update(PASSWORD_ENVIRONMENT)
    server.start()
    analysed_picture(server)
    schemas = postgres.sql("SELECT DISTINCT schemaname FROM pg_stat_user_tables", database)
    assert schemas == [["orthanc_vlm"]]
    told = server.json("/vlm/status")["Database"]
    assert "PostgreSQL" in told["Engine"] and told["Reachable"] is True
    assert PASSWORD not in server.get("/vlm/status").text and PASSWORD not in server.log()
    assert not list(server.storage.glob("vlm.db*"))


def test_a_password_with_every_kind_of_character_works(fresh_orthanc, postgres):
    role = postgres.make_role("awkward", SECRET.replace("'", "''"))
    database = postgres.make_database(role)
    section = on_postgres(postgres, database, "alone", Database=postgres.url(database, role))
    server = fresh_orthanc(section, start=False)
    server.environment[PASSWORD_VARIABLE] = SECRET
    server.start()
    assert server.json("/vlm/status")["Database"]["Reachable"] is True
    assert SECRET not in server.log()


def test_a_password_from_a_file_works(fresh_orthanc, postgres, tmp_path):
    database = postgres.make_database()
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n")
    file.chmod(0o600)
    section = {"Database": postgres.url(database), "DatabasePasswordFile": str(file)}
    server = fresh_orthanc(section)
    assert server.json("/vlm/status")["Database"]["Reachable"] is True
    server.stop()
    file.chmod(0o644)
    said = refusal(fresh_orthanc, section, {})
    assert "DatabasePasswordFile" in said and str(file) in said


def test_a_wrong_password_is_named_but_not_shown(fresh_orthanc, postgres):
    database = postgres.make_database()
    wrong = {PASSWORD_VARIABLE: "not-" + SECRET}
    said = refusal(fresh_orthanc, on_postgres(postgres, database, "alone"), wrong)
    assert "password authentication failed" in said and ROLE in said
    assert "DatabasePasswordEnvironment" in said


def test_a_missing_variable_is_named(fresh_orthanc, postgres):
    database = postgres.make_database()
    said = refusal(fresh_orthanc, on_postgres(postgres, database, "alone"), {})
    assert "DatabasePasswordEnvironment" in said and PASSWORD_VARIABLE in said


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://",
        "postgresql://orthanc@127.0.0.1:notaport/db",
        "postgresql://orthanc@127.0.0.1:5432/",
        "mysql://orthanc@127.0.0.1/db",
        "postgresql://orthanc@127.0.0.1/db?colour=red",
        f"postgresql://orthanc:{PASSWORD}@127.0.0.1/db",
    ],
    ids=["nothing", "port", "no name", "scheme", "parameter", "password"],
)
def test_a_wrong_url_is_refused(fresh_orthanc, url):
    said = refusal(fresh_orthanc, {"Database": url}, {})
    assert "Database" in said and PASSWORD not in said


def test_a_database_that_does_not_exist_is_named(fresh_orthanc, postgres):
    postgres.make_role()
    said = refusal(fresh_orthanc, on_postgres(postgres, "no_such_database", "alone"))
    assert "no_such_database" in said and "CREATE DATABASE" in said


def test_a_role_that_may_make_nothing_is_told_the_grant(fresh_orthanc, postgres):
    database = postgres.make_database()
    role = postgres.make_role("reader", PASSWORD)
    section = on_postgres(postgres, database, "alone", Database=postgres.url(database, role))
    said = refusal(fresh_orthanc, section)
    assert "permission denied" in said and "GRANT" in said and database in said


@pytest.mark.slow
def test_a_server_that_is_not_there_is_named_after_some_patience(fresh_orthanc):
    port = free_port()
    section = {"Database": f"postgresql://orthanc@127.0.0.1:{port}/db"}
    server = fresh_orthanc(section, start=False).launch()
    assert server.process.wait(90) != 0
    assert f"127.0.0.1:{port}" in server.log() and "Vlm.Database" in server.log()


def test_a_schema_of_a_newer_plugin_is_refused_with_both_versions(fresh_orthanc, postgres):
    database = postgres.make_database()
    section = on_postgres(postgres, database, "alone")
    server = fresh_orthanc(section, start=False)
    server.environment.update(PASSWORD_ENVIRONMENT)
    server.start().stop()
    [[known]] = postgres.sql("SELECT MAX(version) FROM orthanc_vlm.schema_version", database)
    postgres.sql(
        "UPDATE orthanc_vlm.schema_version SET version = 9999, oldest_companion = 9999", database
    )
    said = refusal(fresh_orthanc, section)
    assert "9999" in said and f"up to {known}" in said

    postgres.sql(f"UPDATE orthanc_vlm.schema_version SET oldest_companion = {known}", database)
    server.start()  # that one says that it can live with us
    analysed_picture(server)
    assert postgres.sql("SELECT version FROM orthanc_vlm.schema_version", database) == [["9999"]]
