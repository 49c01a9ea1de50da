# SPDX-License-Identifier: GPL-3.0-or-later
"""thinking_server.py as a process of its own, so that its processor time is not counted."""
import pathlib
import subprocess
import sys


class ThinkingProcess:
    def __init__(self, seconds):
        script = pathlib.Path(__file__).with_name("thinking_server.py")
        command = [sys.executable, str(script), str(seconds)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
