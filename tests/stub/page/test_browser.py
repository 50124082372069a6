"""The page in Chromium: what a person with mouse or keyboard sees and does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from sf1472_stub import Stub, StubServer, StubSettings
from sf1472_stub.exam import ExamSituation

from ..caller import DATO, Caller, wrap

pytestmark = pytest.mark.browser

ADDRESSES = ("/", "/borgere", "/om", "/scenarier", "/kald/x")
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-sync",
    "--host-resolver-rules=MAP stub.test 127.0.0.1",
    "--no-first-run",
    "--no-sandbox",
)
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium from the system's packages; nothing is downloaded."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.fail("Chromium mangler: apt-get install chromium, eller sæt CHROMIUM")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser, server: StubServer) -> Iterator[Open]:
    """Open an address of the stub; whatever else the page asks for fails the test."""
    contexts, asked = [], set()

    def note(request: Request) -> None:
        parts = urlsplit(request.url)
        asked.add(f"{parts.scheme}://{parts.netloc}")

    def opened(address: str, **options: Any) -> Page:
        context = browser.new_context(base_url=server.base_url, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", note)
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert asked <= {server.base_url}


def rows(page: Page) -> Any:
    """Return the rows of the journal."""
    return page.locator(".calls tbody tr")


def test_call_see_open_switch_and_see_the_effect(open_page: Open, caller: Caller) -> None:
    """A call appears without a reload, can be opened, and a switched scenario shows in the next."""
    page = open_page("/")
    expect(page.get_by_text("Ingen kald endnu")).to_be_visible()
    page.evaluate("window.sameDocument = true")

    caller.ask()
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("✓ Svar")
    assert page.evaluate("window.sameDocument")

    rows(page).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kald ")
    expect(page.locator(".decisions")).to_contain_text("§ 11 a, stk. 2")
    expect(page.locator(".decisions")).to_contain_text("✓ Vist")

    page.get_by_role("link", name="Scenarier").click()
    card = page.locator("#SC-HTTP-3")
    card.get_by_label("Antal kald").fill("1")
    card.get_by_role("button", name="Slå http-503 til").click()
    expect(card).to_contain_text("Slået til, 1 kald endnu")

    page.get_by_role("link", name="Journal").click()
    expect(page.get_by_role("link", name="Scenarier 1 til")).to_be_visible()
    assert caller.ask().status == 503
    expect(rows(page)).to_have_count(2)
    expect(rows(page).first).to_contain_text("✗ HTTP 503")
    expect(rows(page).first).to_contain_text("http-503")
    assert caller.ask().status == 200
    expect(rows(page)).to_have_count(3)


def test_the_keyboard_is_enough(open_page: Open, caller: Caller) -> None:
    """Past the menu with the first link, a scenario on with Enter, a call opened with Enter."""
    page = open_page("/scenarier")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til indholdet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.locator("#gange-SC-DRIFT-1").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#SC-DRIFT-1")).to_contain_text("Slået til")
    assert caller.ask().fault_id == "LUKKET"
    page.goto("/")
    rows(page).get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_contain_text("SOAP-fejl LUKKET")


def test_focus_stays_while_calls_come_in(open_page: Open, caller: Caller) -> None:
    """Whoever is about to open a call is not thrown off by the next one."""
    caller.ask()
    page = open_page("/")
    link = rows(page).get_by_role("link")
    link.focus()
    name = link.get_attribute("id")
    caller.ask()
    expect(rows(page)).to_have_count(2)
    expect(page.locator(f"#{name}")).to_be_focused()


def test_the_journal_can_be_held_still(open_page: Open, caller: Caller) -> None:
    """Without the tick nothing is asked for; with it everything is there again."""
    page = open_page("/om")
    page.clock.install()
    page.goto("/")
    tick = page.get_by_label("Vis nye kald med det samme")
    tick.uncheck()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    caller.ask()
    page.clock.run_for(5_000)
    assert asked == []
    tick.check()
    page.clock.run_for(2_000)
    expect(rows(page)).to_have_count(1)


def test_the_filter_holds_while_calls_come_in(open_page: Open, caller: Caller) -> None:
    """What does not fit stays out of a list that refreshes itself."""
    page = open_page("/")
    page.get_by_label("Kun problemer").check()
    page.get_by_role("button", name="Filtrér").click()
    expect(page.get_by_text("Ingen kald passer")).to_be_visible()
    caller.ask()
    caller.ask(hjemler=("X",))
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("Forretningsfejl HJEMMEL_UKENDT")


def test_a_breach_leads_to_its_line(open_page: Open, caller: Caller) -> None:
    """The list of schema errors leads to the marked line."""
    caller.post(wrap(caller.body().replace("PartCPRNummer>", "PartCPR>")))
    page = open_page("/")
    rows(page).get_by_role("link").click()
    page.locator(".breaches").get_by_role("link").click()
    line = page.locator(".lines li:target")
    expect(line).to_be_in_viewport()
    expect(line).to_contain_text("✗ Skemafejl: forventet")


def test_the_curl_command_is_copied(open_page: Open, caller: Caller) -> None:
    """What lands on the clipboard is the command."""
    caller.ask()
    page = open_page("/", permissions=["clipboard-read", "clipboard-write"])
    rows(page).get_by_role("link").click()
    page.get_by_role("button", name="Kopiér").click()
    expect(page.get_by_text("Kopieret")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_label("Som curl").input_value()
    assert copied.startswith("curl ")


def test_a_stub_that_is_gone_is_told_of(browser: Browser) -> None:
    """The page says that it sees nothing, and goes on by itself when the stub is back."""
    with StubServer(Stub(StubSettings(dato=DATO))).running() as server:
        page = browser.new_page()
        page.goto(server.base_url)
        page.route("**/journal*", lambda route: route.abort())
        status = page.locator(".live [role=status]")
        expect(status).to_have_text("Stubben svarer ikke. Siden prøver igen.")
        page.unroute("**/journal*")
        expect(status).to_have_text("")
        page.close()


def test_without_script_a_reload_does(open_page: Open, caller: Caller) -> None:
    """Journal, date and switches work; what needs the script is not offered."""
    page = open_page("/", java_script_enabled=False)
    expect(page.get_by_label("Vis nye kald med det samme")).to_be_hidden()
    expect(page.get_by_role("button", name="Kopiér")).to_be_hidden()
    page.get_by_label("Ny dato").fill("2027-05-01")
    page.get_by_role("button", name="Sæt dato").click()
    expect(page.locator("#stubbens-dato")).to_contain_text("1.5.2027, fastsat")
    page.get_by_role("button", name="Følg kalenderen").click()
    expect(page.locator("#stubbens-dato")).to_contain_text("dagens dato")
    caller.ask()
    page.reload()
    expect(rows(page)).to_have_count(1)


def test_forms_work_under_a_name_and_with_a_token(browser: Browser) -> None:
    """Plain HTTP under a host's name has no Sec-Fetch-Site: the Origin must do."""
    stub = Stub(StubSettings(token="hemmelig"))
    with StubServer(stub).running() as server:
        page = browser.new_page(http_credentials={"username": "x", "password": "hemmelig"})
        page.goto(f"http://stub.test:{server.port}/scenarier")
        page.locator("#SC-HTTP-3").get_by_role("button").click()
        expect(page.locator("#SC-HTTP-3")).to_contain_text("Slået til")
        page.close()


@pytest.mark.parametrize("width", [420, 1200])
def test_an_exam_shows_itself_as_it_comes(browser: Browser, width: int) -> None:
    """A call and what is told of it appear without a reload, on a telephone too."""
    exam = (ExamSituation("S-1", "Et almindeligt svar", "almindeligt-svar", "Svaret bruges."),)
    with StubServer(Stub(StubSettings(dato=DATO, exam=exam))).running() as server:
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(f"{server.base_url}/eksamen")
        expect(page.locator("main")).to_contain_text("0 af 1")
        page.evaluate("window.sameDocument = true")
        Caller(server).ask(cpr="0113809915")
        expect(page.locator("main")).to_contain_text("1 af 1")
        assert server.stub.exam is not None
        server.stub.exam.told("S-1", "used", cases="2")
        expect(page.locator("tbody")).to_contain_text("set og fortalt")
        assert page.evaluate("window.sameDocument")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width", [420, 1200])
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_sticks_out(
    open_page: Open, caller: Caller, address: str, width: int, scheme: str
) -> None:
    """No page scrolls sideways, on a telephone or a desk, in light or dark."""
    caller.ask(cpr="0113809942")
    page = open_page(
        address, viewport={"width": width, "height": 900}, color_scheme=scheme, locale="da-DK"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") is (scheme == "light")


def test_a_page_prints_without_its_controls(open_page: Open) -> None:
    """Paper gets no buttons."""
    page = open_page("/scenarier")
    page.emulate_media(media="print")
    expect(page.get_by_role("button").first).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
