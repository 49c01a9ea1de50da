# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL server of a test's own: temporary folder, loopback, free port, stopped by its own pid.

The superuser "postgres" needs no password on loopback; everybody else needs one.
"""
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile

from orthanc_server import free_port, poll

SUPERUSER = "postgres"
# Without blanks: orthanc-postgresql 4.0 does not quote them.
ROLE, PASSWORD = "orthanc", "planted:p@ss/w0rd-of-the-database"
ACCESS = f"""local all all trust
host all {SUPERUSER} 127.0.0.1/32 trust
host all all 127.0.0.1/32 scram-sha-256
"""
START_SECONDS = 30


def postgres_programs():
    """The folder with initdb and postgres, of the newest version; None if there is none."""
    found = shutil.which("initdb")
    if found:
        return pathlib.Path(found).resolve().parent
    installed = pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb")
    versions = sorted(installed, key=lambda path: float(path.parents[1].name))
    return versions[-1].parent if versions else None


def unprivileged():
    """How to start what refuses to be run by root."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class PostgresServer:
    """`settings` are further ones of postgresql.conf; `folder` one that the server's user may use."""

    def __init__(self, folder=None, **settings):
        self.programs = postgres_programs()
        if self.programs is None:
            raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vlm-postgres-", dir=folder))
        self.data, self.log_path = self.folder / "data", self.folder / "postgres.log"
        self.settings = {"fsync": "off", "max_connections": 200, **settings}
        self.port, self.process, self.databases = free_port(), None, 0
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        command = [self.programs / "initdb", "-D", self.data, "-U", SUPERUSER, "-A", "trust"]
        self._run([*command, "-E", "UTF8", "--locale=C", "--no-sync"], **unprivileged())
        (self.data / "pg_hba.conf").write_text(ACCESS)

    def _run(self, command, **more):
        result = subprocess.run(
            [str(one) for one in command],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            cwd="/",
            **more,
        )
        if result.returncode != 0:
            raise RuntimeError(f"{command[0]}: {result.stdout} {result.stderr}")
        return result.stdout

    # Life and death ---------------------------------------------------------------------------

    def start(self):
        poll(self._started, START_SECONDS, "PostgreSQL to accept connections")
        return self

    def _started(self):
        """Whether it answers; launches it again where remains of a killed one were in its way."""
        if not self.is_alive():
            self._launch()
        return self._answers()

    def _launch(self):
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
            "log_min_messages": "warning",
            **self.settings,
        }
        chosen = [word for key, value in options.items() for word in ("-c", f"{key}={value}")]
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(self.data), "-p", str(self.port)]
                + chosen,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
                **unprivileged(),
            )

    def _answers(self):
        try:
            return self.sql("SELECT 1") == [["1"]]
        except RuntimeError:
            return False

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def stop(self, how=signal.SIGINT):
        """SIGINT ends all connections and shuts down in order, SIGQUIT as if it had crashed."""
        if self.is_alive():
            self.process.send_signal(how)
            self.process.wait(START_SECONDS)

    def kill(self):
        """kill -9 of the server's first process; the others notice and end."""
        if self.is_alive():
            self.process.kill()
            self.process.wait()

    def restart(self, how=signal.SIGINT):
        self.stop(how)
        return self.start()

    def close(self):
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    # Databases --------------------------------------------------------------------------------

    def sql(self, statement, database="postgres"):
        """The rows of a superuser's statement, as text."""
        command = [self.programs / "psql", "-X", "-q", "-A", "-t", "-F", "\x1f"]
        place = ["-h", "127.0.0.1", "-p", self.port, "-U", SUPERUSER, "-d", database]
        output = self._run([*command, *place, "-v", "ON_ERROR_STOP=1", "-c", statement])
        return [line.split("\x1f") for line in output.splitlines()]

    def make_role(self, name=ROLE, password=PASSWORD):
        known = self.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'")
        if not known:
            self.sql(f"CREATE ROLE \"{name}\" LOGIN PASSWORD '{password}'")
        return name

    def make_database(self, owner=ROLE):
        """An empty database of that role; its name."""
        self.databases += 1
        name = f"test_{self.databases}"
        self.make_role(owner)
        self.sql(f'CREATE DATABASE "{name}" OWNER "{owner}"')
        return name

    def url(self, database, user=ROLE):
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"
