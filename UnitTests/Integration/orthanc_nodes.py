# SPDX-License-Identifier: GPL-3.0-or-later
"""Several real Orthancs on one PostgreSQL index and one storage folder, as a hospital runs them.

Measured with Orthanc 1.10.1 and orthanc-postgresql 4.0 (Debian 12), three writers:
- Works: starting all at once on an empty database; storing into one study, one image or many through all
  of them at once (meeting transactions are repeated inside; no client sees it); attachments and
  metadata of one study; deleting on one while another stores; a reader of /changes on another node
  misses nothing; PostgreSQL restarted or killed: 503 at once meanwhile, then it goes on by itself; started
  without PostgreSQL: it waits for MaximumConnectionRetries.
- Does not: a password with blanks (it is not quoted); reading an attachment while another node replaces
  it may give 500 once (2 of 90); events (deleted, stable) are told only by the node where they
  happened, so a series is never stable if that node dies first; "Lock": true on one is no protection
  when the others say false.
"""
import concurrent.futures
import pathlib

from orthanc_server import ANALYSIS_SECONDS, TERMINAL, OrthancServer, plugin_path, poll
from postgres_server import PASSWORD, ROLE

INDEX_PLUGIN = pathlib.Path("/usr/share/orthanc/plugins/libOrthancPostgreSQLIndex.so")
PASSWORD_VARIABLE = "VLM_TEST_DATABASE_PASSWORD"
LEASE_SECONDS = 5  # the least that is allowed
NODES_SECONDS = ANALYSIS_SECONDS
NAMES = "ABCDEFGH"


def shared_index(postgres, database):
    """Orthanc's own settings for an index that several servers write. The more connections there
    are, the more of Orthanc's transactions meet and have to be repeated."""
    return {
        "EnableIndex": True,
        "EnableStorage": False,
        "Host": "127.0.0.1",
        "Port": postgres.port,
        "Database": database,
        "Username": ROLE,
        "Password": PASSWORD,
        "Lock": False,
        "IndexConnectionsCount": 2,
        "MaximumConnectionRetries": 60,
        "ConnectionRetryInterval": 1,
    }


def on_postgres(postgres, database, name, **vlm):
    """The section "Vlm" of a node; its environment must hold PASSWORD."""
    return {
        "Database": postgres.url(database),
        "DatabasePasswordEnvironment": PASSWORD_VARIABLE,
        **vlm,
        "Nodes": {"Name": name, "LeaseSeconds": LEASE_SECONDS, **vlm.get("Nodes", {})},
    }


PASSWORD_ENVIRONMENT = {PASSWORD_VARIABLE: PASSWORD}


class OrthancNodes:
    """`vlm` are the settings common to all nodes; `plugins` what is loaded beside the index."""

    def __init__(self, folder, postgres, count=3, vlm=None, plugins=None, verbose=True):
        self.postgres, self.folder = postgres, pathlib.Path(folder)
        self.database = postgres.make_database()
        self.plugins = [plugin_path()] if plugins is None else plugins
        self.verbose, self.vlm = verbose, vlm or {}
        self.nodes = [self._node(NAMES[number]) for number in range(count)]

    def _node(self, name):
        vlm = on_postgres(self.postgres, self.database, name, **self.vlm)
        node = OrthancServer(
            self.folder / name,
            vlm=vlm if self.plugins else {},
            plugins=[INDEX_PLUGIN, *self.plugins],
            storage=self.folder / "storage",
            verbose=self.verbose,
        )
        node.name = name
        node.options = {
            "PostgreSQL": shared_index(self.postgres, self.database),
            "DatabaseServerIdentifier": f"vlm-test-{name}",  # the same after a restart
            "IndexDirectory": str(node.folder),
        }
        node.environment.update(PASSWORD_ENVIRONMENT)
        return node

    def start(self):
        """All at once."""
        with concurrent.futures.ThreadPoolExecutor(len(self.nodes)) as pool:
            for started in [pool.submit(node.start) for node in self.nodes]:
                started.result()
        return self

    def close(self):
        for node in self.nodes:
            node.kill()

    def __iter__(self):
        return iter(self.nodes)

    def __getitem__(self, number):
        return self.nodes[number]

    def alive(self):
        """One that is alive."""
        return next(node for node in self.nodes if node.is_alive())

    # Seen by any node -------------------------------------------------------------------------

    def poll(self, question, what, seconds=NODES_SECONDS):
        return poll(question, seconds, what)

    def seen_by(self, node):
        """What /vlm/status says of the nodes that are alive, by name."""
        return {one["Name"]: one for one in node.json("/vlm/status")["Nodes"] if one["Alive"]}

    def wait_counts(self, is_so, what, seconds=NODES_SECONDS):
        """The counts by state, as any living node tells them, once they are as wanted."""

        def counts():
            found = self.alive().queue_counts()
            return found if is_so(found) else None

        return self.poll(counts, what, seconds)

    def wait_all_ended(self, count, seconds=NODES_SECONDS):
        return self.wait_counts(
            lambda found: sum(found.get(state, 0) for state in TERMINAL) >= count
            and not found.get("Queued")
            and not found.get("Running"),
            f"{count} analyses to end",
            seconds,
        )
