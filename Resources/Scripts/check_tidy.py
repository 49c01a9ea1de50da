#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs clang-tidy on Plugin/*.cpp; what was clean with the same content is not checked again.

  check_tidy.py BUILD_FOLDER    the folder that holds compile_commands.json
A file's key covers its text, every header of ours that it reaches, its compiler command,
.clang-tidy and clang-tidy's version. Keys of clean files lie in BUILD_FOLDER/tidy.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def reached_files(path, seen):
    """`path` and the files below Plugin/ that it includes, directly or not."""
    if path in seen or not path.is_file():
        return seen
    seen.add(path)
    for name in INCLUDE.findall(path.read_bytes()):
        reached_files(ROOT / "Plugin" / name.decode(), seen)
    return seen


def key_of(path, command, common):
    digest = hashlib.sha256(common + command.encode())
    for reached in sorted(reached_files(path, set())):
        digest.update(str(reached.relative_to(ROOT)).encode() + reached.read_bytes())
    return digest.hexdigest()


def run_tidy(path, build):
    result = subprocess.run(
        ["clang-tidy", "-quiet", "-p", str(build), str(path)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    noise = re.compile(r"^\d+ warnings? (and \d+ errors? )?generated\.$", re.MULTILINE)
    return result.returncode, result.stdout + noise.sub("", result.stderr)


def pending_files(build, cache):
    """[(file, where to note that it is clean)] of the files not known to be clean."""
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
    common = version + (ROOT / ".clang-tidy").read_bytes()
    pending = []
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        if ROOT / "Plugin" in path.parents:
            note = cache / key_of(path, entry["command"], common)
            if not note.exists():
                pending.append((path, note))
    return pending


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    cache = build / "tidy"
    cache.mkdir(exist_ok=True)
    pending = pending_files(build, cache)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda item: run_tidy(item[0], build), pending)
        for (path, note), (status, output) in zip(pending, results):
            if status == 0:
                note.touch()
            else:
                failed += 1
                print(output.strip(), flush=True)
    print(f"clang-tidy: {len(pending)} files checked, {failed} with complaints")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
