"""What is on screen: a window of JupyterLab that is driven, measured and pictured."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from tests.notebooks.lab import Lab

WIDTH, HEIGHT = 1200, 900
TALLEST = 15_000
"""Pixels of a picture that a browser still draws."""
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
HERE = {"127.0.0.1", "localhost"}
INSIDE = {"data", "blob", "about"}

READY = "() => window.jupyterapp && window.jupyterapp.restored.then(() => true)"
OPEN = """async ([path, theme]) => {
  const app = window.jupyterapp;
  await app.commands.execute('apputils:change-theme', {theme});
  const panel = await app.commands.execute('docmanager:open', {path});
  await panel.context.ready;
  await panel.revealed;
  app.shell.activateById(panel.id);
  app.shell.collapseLeft();
}"""
CLOSE = """async () => {
  const panel = window.jupyterapp.shell.currentWidget;
  await panel.sessionContext.shutdown();
  panel.dispose();
}"""
TOP = "() => { document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0; }"
LENGTH = "() => document.querySelector('.jp-WindowedPanel-outer').scrollHeight"
DRAWN = """() => [...document.querySelectorAll('.jp-Notebook img')].every(one => one.complete)
  && document.querySelectorAll('.jp-Notebook .jp-RenderedVegaCommon5').length
     === document.querySelectorAll('.jp-Notebook .vega-embed :is(canvas, svg.marks)').length"""
RUN = """async () => {
  const app = window.jupyterapp, panel = app.shell.currentWidget;
  await panel.sessionContext.ready;
  await panel.sessionContext.session.kernel.info;
  await app.commands.execute('notebook:clear-all-cell-outputs');
  await app.commands.execute('notebook:run-all-cells');
}"""
COUNTED = """() => ({
  untrusted: window.jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => cell.model.type === 'code' && !cell.model.trusted).length,
  unrun: window.jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => cell.model.type === 'code' && !cell.model.executionCount).length,
  charts: document.querySelectorAll('.jp-Notebook .vega-embed :is(canvas, svg.marks)').length,
  pictures: document.querySelectorAll('.jp-Notebook .jp-RenderedImage img').length,
  pages: document.querySelectorAll('.jp-Notebook .deals-page').length,
  tables: document.querySelectorAll('.jp-Notebook .jp-OutputArea table').length,
})"""
FAULTS = """(width) => {
  const found = [], book = document.querySelector('.jp-Notebook');
  const cellOf = one => [...book.querySelectorAll('.jp-Cell')].indexOf(one.closest('.jp-Cell'));
  const tell = (what, one) =>
    found.push(`cell ${cellOf(one)}: ${what}: ${(one.textContent || one.className).trim().slice(0, 60)}`);
  const shown = '.jp-OutputArea-output, .jp-MarkdownOutput, .deals-scroll, .jp-OutputArea td, .jp-OutputArea th';
  for (const one of book.querySelectorAll(shown)) {
    if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0) tell('cut off at its right', one);
    if (one.getBoundingClientRect().right > width) tell('beyond the window', one);
  }
  for (const one of book.querySelectorAll('img')) if (!one.naturalWidth) tell('a picture that is none', one);
  for (const one of book.querySelectorAll('[data-mime-type*="error"], [data-mime-type*="stderr"]'))
    tell('an error', one);
  const light = text => {
    const parts = text.match(/[\\d.]+/g).map(Number);
    return parts.length > 3 && parts[3] === 0 ? null : parts.slice(0, 3)
      .map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
      .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  };
  const behind = one => {
    for (let at = one; at; at = at.parentElement) {
      const level = light(getComputedStyle(at).backgroundColor);
      if (level !== null) return level;
    }
    return 1;
  };
  for (const one of book.querySelectorAll('.deals-page')) {
    if (getComputedStyle(one).borderTopWidth !== '1px') tell('a page without its style', one);
    for (const part of one.querySelectorAll('p, td, th, li, h2, h3')) {
      const levels = [light(getComputedStyle(part).color), behind(part)].sort((a, b) => a - b);
      if ((levels[1] + 0.05) / (levels[0] + 0.05) < 4) tell('hardly readable', part);
    }
  }
  return found;
}"""


@dataclass
class Screen:
    """A window of JupyterLab, and the addresses that it asked for anything."""

    page: Page
    asked: list[str] = field(default_factory=list)

    def open(self, name: str, theme: str) -> None:
        """Open a notebook as it is on disk and wait until all of it is drawn."""
        self.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        self.page.evaluate(OPEN, [f"{name}.ipynb", THEMES[theme]])
        self.settle()

    def run(self) -> None:
        """Run All, from a kernel that is ready to a notebook that is drawn."""
        self.page.evaluate(RUN)
        self.settle()

    def settle(self) -> None:
        """Wait until charts and pictures are there and nothing moves any more."""
        self.page.wait_for_function(DRAWN)
        before = -1
        while before != (before := int(self.page.evaluate(LENGTH))):
            self.page.wait_for_timeout(500)

    def counted(self) -> dict[str, int]:
        """How much of what there is to see."""
        found: dict[str, int] = self.page.evaluate(COUNTED)
        return found

    def faults(self) -> list[str]:
        """What is cut off, broken, unstyled or hard to read, and in which cell."""
        found: list[str] = self.page.evaluate(FAULTS, WIDTH)
        return found

    def picture(self, path: Path) -> None:
        """Keep the whole notebook as one picture."""
        path.parent.mkdir(parents=True, exist_ok=True)
        length = min(int(self.page.evaluate(LENGTH)) + 150, TALLEST)
        self.page.set_viewport_size({"width": WIDTH, "height": length})
        self.page.evaluate(TOP)
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=path)

    def close(self) -> None:
        """Leave the notebook as it is on disk."""
        self.page.evaluate(CLOSE)

    def elsewhere(self) -> list[str]:
        """Addresses outside this machine that were asked for anything."""
        places = [urlsplit(address) for address in self.asked]
        return [place.geturl() for place in places if place.scheme not in INSIDE and place.hostname not in HERE]


@contextmanager
def on_screen(chromium: str, lab: Lab) -> Iterator[Screen]:
    """A browser without a window of its own that has JupyterLab open."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            screen = Screen(browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}))
            screen.page.set_default_timeout(120_000)
            screen.page.on("request", lambda request: screen.asked.append(request.url))
            screen.page.on("websocket", lambda socket: screen.asked.append(socket.url))
            screen.page.goto(lab.page)
            screen.page.wait_for_function(READY)
            yield screen
        finally:
            browser.close()
