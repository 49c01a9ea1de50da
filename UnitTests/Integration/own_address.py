# SPDX-License-Identifier: GPL-3.0-or-later
"""This machine's address in a network, which is not loopback, and a model's server there."""
import socket
import threading
from http.server import ThreadingHTTPServer

from model_server import ModelServer


def address_in_network():
    """As text, or None: what a packet to elsewhere would come from. No packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address = probe.getsockname()[0]
    return None if address.startswith("127.") else address


def names_of(address):
    """Host names without dots or colons that mean the address: as a number (inet_aton), and the
    machine's own name if it does."""
    names = [str(int.from_bytes(socket.inet_aton(address), "big"))]
    try:
        own = {
            entry[4][0] for entry in socket.getaddrinfo(socket.gethostname(), 80, socket.AF_INET)
        }
    except OSError:
        own = set()
    return names + ([socket.gethostname()] if own == {address} else [])


class NetworkModelServer(ModelServer):
    """A ModelServer that listens at another address than 127.0.0.1."""

    def __init__(self, address, *arguments, **more):
        super().__init__(*arguments, **more)
        handler, loopback = self.server.RequestHandlerClass, self.server
        self.server = ThreadingHTTPServer((address, 0), handler)
        loopback.shutdown()
        loopback.server_close()
        self.server.daemon_threads = True
        self.address, self.port = address, self.server.server_address[1]
        self.url = f"http://{address}:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
