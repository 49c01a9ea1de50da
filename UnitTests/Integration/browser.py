# SPDX-License-Identifier: GPL-3.0-or-later
"""A headless Chromium for tests of pages that Orthanc serves."""

import contextlib
import pathlib
import tempfile

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM = "/usr/bin/chromium"
CHROMEDRIVER = "/usr/bin/chromedriver"
SCREENSHOTS = pathlib.Path(__file__).resolve().parents[2] / "build" / "screenshots"
FLAGS = (
    "--headless=new",
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


class Browser:
    """A window of a fresh Chromium, with the few verbs that the tests speak."""

    def __init__(self, driver):
        self.driver = driver

    def open(self, url):
        # about:blank in between: a change of the fragment alone would not load the page again.
        self.driver.get("about:blank")
        self.driver.get(url)

    def resize(self, width, height):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )

    def prefer(self, scheme):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector, seconds=20):
        """The element once it is shown."""
        return self.until(
            lambda: next((e for e in self.all(selector) if e.is_displayed()), None),
            f"{selector} to be shown",
            seconds,
        )

    def until(self, condition, what, seconds=20):
        # The page may replace an element between finding and reading it: then look again.
        ignored = [StaleElementReferenceException]
        wait = WebDriverWait(self.driver, seconds, 0.05, ignored)
        return wait.until(lambda _: condition(), f"waited {seconds} s for {what}")

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def run_async(self, script, *arguments):
        return self.driver.execute_async_script(script, *arguments)

    def errors(self):
        """What the console complained about since the last call."""
        return [e["message"] for e in self.driver.get_log("browser") if e["level"] == "SEVERE"]

    def screenshot(self, name):
        """The whole page, whatever the window's height."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        size = self.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        self.resize(self.run("return innerWidth"), max(600, min(size["height"], 3000)))
        self.driver.save_screenshot(str(SCREENSHOTS / f"{name}.png"))


@contextlib.contextmanager
def running_browser():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = Options()
        options.binary_location = CHROMIUM
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(service=Service(CHROMEDRIVER), options=options)
        driver.set_script_timeout(20)
        try:
            yield Browser(driver)
        finally:
            driver.quit()
