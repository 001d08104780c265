"""JupyterLab with the wheel, in a headless Chromium of the system."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
PICTURES = ROOT / "output/browser"
# A busy machine is slow to draw; a test that waits ends as soon as it can.
PATIENCE = int(os.environ.get("BROWSER_TIMEOUT", "120"))
TOKEN = "token-of-the-tests"


# Texts in tables and pages that are hard to read: the contrast that WCAG asks for is 4.5.
CONTRAST = """within => {
    const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = element => {
        const layers = [];
        for (let e = element; e; e = e.parentElement) {
            const [r, g, b, a = 1] = parse(getComputedStyle(e).backgroundColor);
            if (a > 0) layers.push([r, g, b, a]);
            if (a === 1) break;
        }
        return layers.reduceRight((under, [r, g, b, a]) =>
            [r, g, b].map((v, i) => v * a + under[i] * (1 - a)), [255, 255, 255]);
    };
    const faint = [];
    for (const e of within.querySelectorAll('.jp-OutputArea-output :is(td, th, p, pre)')) {
        if (!e.innerText.trim()) continue;
        const [one, other] = [light(parse(getComputedStyle(e).color)), light(behind(e))];
        const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        if (ratio < 4.5) faint.push([e.innerText.slice(0, 40), ratio]);
    }
    return faint;
}"""


class Lab:
    """A server with a folder of its own."""

    def __init__(self, folder):
        self.folder = folder / "notebooks"
        self.folder.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        # No dialog about news or about a file that changed; a busy machine may take longer for a completion than
        # JupyterLab usually waits.
        for name, values in {
            "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
            "docmanager-extension/plugin": {"autosave": False},
            "completer-extension/manager": {"providerTimeout": 60_000},
        }.items():
            path = folder / f"settings/@jupyterlab/{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps(values))
        environment = {
            **os.environ,
            "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
            "JUPYTER_CONFIG_DIR": str(folder / "config"),
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
            "DEPHN_RUNS": str(folder / "runs"),
            "DEPHN_HISTORY": str(folder / "history.sqlite"),
            "DEPHN_DATA": str(ROOT / "data"),
        }
        options = ["--no-browser", "--ip=127.0.0.1", f"--port={self.port}", "--allow-root", "--expose-app-in-browser"]
        options += [f"--ServerApp.root_dir={self.folder}", f"--IdentityProvider.token={TOKEN}"]
        self.log = (folder / "log.txt").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "lab", *options],
            env=environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        end = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(self.url("api/status"), timeout=5).close()
                return
            except OSError:
                assert self.process.poll() is None and time.monotonic() < end, (folder / "log.txt").read_text()
                time.sleep(0.2)

    def url(self, path):
        return f"http://127.0.0.1:{self.port}/{path}?token={TOKEN}"

    def write(self, name, cells):
        """A notebook of the kernel with these cells."""
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
            metadata={"kernelspec": {"name": "dephn", "display_name": "DEPHN", "language": "dephn"}},
        )
        nbformat.write(notebook, self.folder / name)

    def close(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.log.close()


class Notebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, page, lab, name):
        self.page = page
        self.lab = lab
        page.goto(lab.url(f"lab/tree/{name}") + "&reset")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell .cm-line")
        # The kernel has answered what it is; before that, keys that run a cell do nothing.
        page.evaluate("""async () => {
            const session = window.jupyterapp.shell.currentWidget.sessionContext;
            await session.ready;
            await session.session.kernel.info;
        }""")

    def command(self, name, **options):
        """Executes a command of JupyterLab's, and waits until it is done."""
        self.page.evaluate("([name, options]) => window.jupyterapp.commands.execute(name, options)", [name, options])

    def run_all(self):
        self.command("notebook:run-all-cells")

    def theme(self, name):
        self.command("apputils:change-theme", theme=f"JupyterLab {name}")
        self.page.wait_for_timeout(1000)

    def cell(self, place):
        return self.page.locator(".jp-Notebook .jp-CodeCell").nth(place)

    def output(self, place):
        return self.cell(place).locator(".jp-OutputArea-output")

    def prompts(self):
        return [text.strip() for text in self.page.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts()]

    def edit(self, place, text):
        """Puts text into a cell, with the cursor at its end."""
        self.cell(place).locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def picture(self, name):
        """Keeps what the page looks like, for people."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png")


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    lab = Lab(tmp_path_factory.mktemp("lab"))
    yield lab
    lab.close()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), headless=True, args=options)
        yield browser
        browser.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    item.failed = outcome.get_result().failed


@pytest.fixture
def page(browser, request):
    """A page; what it looks like when a test fails is kept in output/browser."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE * 1000)
    yield page
    if getattr(request.node, "failed", False):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"failed-{request.node.name}.png")
    page.close()


@pytest.fixture
def opened(page, lab, request):
    """Opens a notebook with these cells."""

    def open_notebook(*cells):
        name = f"{request.node.name.split('[')[0]}.ipynb"
        lab.write(name, cells)
        return Notebook(page, lab, name)

    return open_notebook
