#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs clang-tidy on Plugin/*.cpp; what was clean with the same content is not checked again.

  check_tidy.py BUILD_FOLDER    a folder configured without precompiled headers
A file's key covers its text, every header of ours that it reaches, the compiler's options that
change what is read, .clang-tidy and clang-tidy's version. Keys of clean files are listed in
tidy_clean.txt, which is part of the repository: a change pays for the files that it touches.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOTES = pathlib.Path(__file__).with_name("tidy_clean.txt")
INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def reached_files(path, seen):
    """`path` and the files below Plugin/ that it includes, directly or not."""
    if path in seen or not path.is_file():
        return seen
    seen.add(path)
    for name in INCLUDE.findall(path.read_bytes()):
        reached_files(ROOT / "Plugin" / name.decode(), seen)
    return seen


def reading_options(command):
    """The options that change what a compiler reads, wherever the project lies."""
    words = shlex.split(command.replace(str(ROOT), "ROOT"))
    followed = [second for first, second in zip(words, words[1:]) if first == "-isystem"]
    return [word for word in words if re.match("-I|-D|-std", word)] + followed


def key_of(path, command, common):
    digest = hashlib.sha256(common + "\n".join(reading_options(command)).encode())
    for reached in sorted(reached_files(path, set())):
        digest.update(str(reached.relative_to(ROOT)).encode() + reached.read_bytes())
    return digest.hexdigest()[:20]


def run_tidy(path, build):
    result = subprocess.run(
        ["clang-tidy", "-quiet", "-p", str(build), str(path)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    noise = re.compile(r"^\d+ warnings? (and \d+ errors? )?generated\.$", re.MULTILINE)
    return result.returncode, result.stdout + noise.sub("", result.stderr)


def keys_of_files(build):
    """{file: key} of all files that are to be clean."""
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
    common = version + (ROOT / ".clang-tidy").read_bytes()
    keys = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        if ROOT / "Plugin" in path.parents:
            keys[path] = key_of(path, entry["command"], common)
    return keys


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    keys = keys_of_files(build)
    known = set(NOTES.read_text().split()) if NOTES.exists() else set()
    pending = [path for path, key in keys.items() if key not in known]
    pending.sort(key=lambda path: path.stat().st_mtime, reverse=True)  # told of first
    clean = {key for key in keys.values() if key in known}
    failed = 0
    try:
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            results = pool.map(lambda path: run_tidy(path, build), pending)
            for path, (status, output) in zip(pending, results):
                if status == 0:
                    clean.add(keys[path])
                else:
                    failed += 1
                    print(output.strip(), flush=True)
    finally:
        NOTES.write_text("".join(f"{key}\n" for key in sorted(clean)))
    print(f"clang-tidy: {len(pending)} of {len(keys)} files checked, {failed} with complaints")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
