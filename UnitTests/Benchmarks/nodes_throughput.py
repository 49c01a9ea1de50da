#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images that one node and three nodes analyse in a second, with a model that thinks for two seconds.

  nodes_throughput.py [--nodes 3] [--images 240] [--think 2.0] [--in-flight 4] [--rounds 2]
--in-flight is MaxConcurrentRequests of a node's share: the model allows one node that many, and N nodes N times
as many. What is counted are the model's replies, from the first request to the last reply. Aim: 2.7 times.
"""
import argparse
import pathlib
import statistics
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Integration"))
from model_server import Answer  # noqa: E402
from nodes_world import NodesWorld, says, tiny_object  # noqa: E402
from postgres_server import PostgresServer  # noqa: E402

AIM = 2.7


def rate_of(postgres, count, arguments):
    """Images per second from the moment the queue is let go until all have ended."""
    images = arguments.images * count // arguments.nodes
    with tempfile.TemporaryDirectory() as folder:
        world = NodesWorld(
            folder,
            postgres,
            count,
            answer=Answer(says("Mass"), delay=arguments.think),
            model={"MaxConcurrentRequests": arguments.in_flight * count},
            Workers=4,
            Outputs={"StructuredReport": False, "SecondaryCapture": False, "Labels": False},
        )
        try:
            world.start()
            assert world.nodes[0].post("/vlm/queue/pause", {}).status_code == 200
            time.sleep(2.0)  # the other nodes look once a second
            for number in range(images):
                world.store(world.nodes[number % count], tiny_object())
            world.nodes.wait_counts(lambda found: found["Queued"] == images, "all to be queued")
            begun = time.monotonic()
            assert world.nodes[0].post("/vlm/queue/resume", {}).status_code == 200
            counts = world.nodes.wait_all_ended(images, 600)
            seconds = time.monotonic() - begun
            assert counts["Completed"] == images, counts
            assert len(world.stub.asked()) == images
        finally:
            world.close()
    return images / seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--images", type=int, default=240, help="of all nodes together; one alone gets its share")
    parser.add_argument("--think", type=float, default=2.0)
    parser.add_argument("--in-flight", type=int, default=4, help="requests of each node's share at once")
    parser.add_argument("--rounds", type=int, default=2)
    arguments = parser.parse_args()
    postgres = PostgresServer().start()
    rates = {1: [], arguments.nodes: []}
    try:
        for _ in range(arguments.rounds):
            for count, found in rates.items():
                found.append(rate_of(postgres, count, arguments))
    finally:
        postgres.close()
    print(f"`{' '.join(['nodes_throughput.py', *sys.argv[1:]])}`\n")
    print("| nodes | images/s | of the model's ideal |\n|---|---|---|")
    for count, found in rates.items():
        rate, ideal = statistics.median(found), arguments.in_flight * count / arguments.think
        print(f"| {count} | {rate:.2f} | {rate / ideal:.0%} |")
    ratio = statistics.median(rates[arguments.nodes]) / statistics.median(rates[1])
    print(f"\nRatio {ratio:.2f}; aim {AIM}.")
    sys.exit(0 if ratio >= AIM else 1)


if __name__ == "__main__":
    main()
