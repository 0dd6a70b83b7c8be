"""Submitting while Wagtail is saving by itself makes one item, in every order of events.

The saving request is held back in the browser, so that the two meet for certain.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

TITLE = "关于开展道路巡查的通知"
NEW_ITEM = "/admin/pages/add/gongkai_catalogue/itempage/{}/"


def is_autosave(request) -> bool:
    return request.method == "POST" and "application/json" in request.headers.get("accept", "")


def is_submission(request) -> bool:
    return request.method == "POST" and request.is_navigation_request()


class Editor:
    """An editor before the form of a new item, whose autosave waits to be let through."""

    def __init__(self, page, live_site):
        self.page, self.live_site = page, live_site
        self.held = []
        self.announced = []
        self.sent = []
        self.on_autosave = self.held.append
        page.on("request", lambda request: is_autosave(request) and self.announced.append(request))
        page.route("**/admin/pages/**", self.route)

    def route(self, route):
        request = route.request
        if is_autosave(request):
            self.on_autosave(route)
        else:
            if is_submission(request):
                self.sent.append(request)
            route.continue_()

    def open(self):
        [[category]] = self.live_site.query(
            "SELECT page_ptr_id FROM gongkai_catalogue_categorypage ORDER BY code LIMIT 1"
        )
        # Wagtail looks for changes from two seconds after the page was opened.
        self.page.add_init_script(
            "document.addEventListener('w-unsaved:watch-edits', () => {"
            "document.documentElement.dataset.watched = 'true' })"
        )
        self.page.goto(NEW_ITEM.format(category))
        self.page.wait_for_selector("html[data-watched]")
        self.page.locator("#id_written_on").fill("2013-03-01")
        self.page.locator("#id_organ").select_option(index=1)

    def write(self):
        self.page.locator("#id_title").fill(TITLE)

    def write_until_saving(self):
        self.write()
        # On a slow machine the fields before the title have set off the save already, and while
        # that one is held back no other follows.
        if not self.announced:
            self.page.wait_for_event("request", is_autosave)

    def press(self, name="action-submit", times=1):
        self.page.evaluate(
            """([name, times]) => {
                const button = document.querySelector(`[data-edit-form] [name=${name}]`);
                for (let i = 0; i < times; i++) button.click();
            }""",
            [name, times],
        )

    def let_through(self):
        self.on_autosave = lambda route: route.continue_()
        for route in self.held:
            route.continue_()
        self.held.clear()

    def expect_submitted(self):
        expect(self.page.locator(".messages .success")).to_contain_text(TITLE)
        assert len(self.sent) == 1
        assert self.items() == 1
        assert self.in_review() == 1

    def items(self):
        [[count]] = self.live_site.query(
            "SELECT count(*) FROM wagtailcore_page WHERE draft_title = '关于开展道路巡查的通知'"
        )
        return count

    def in_review(self):
        [[count]] = self.live_site.query(
            "SELECT count(*) FROM wagtailcore_workflowstate JOIN wagtailcore_page"
            " ON object_id = CAST(wagtailcore_page.id AS text)"
            " WHERE status = 'in_progress' AND draft_title = '关于开展道路巡查的通知'"
        )
        return count


@pytest.fixture
def editor(open_context, live_site, sign_in):
    def open_(**options):
        # A save that comes before the title is refused, which the browser calls an error.
        page = open_context(**{"expected_errors": (r"status of 400",), **options}).new_page()
        sign_in(page, "editor")
        someone = Editor(page, live_site)
        someone.open()
        return someone

    return open_


def test_a_submission_waits_for_the_save_that_is_on_its_way(editor):
    someone = editor()
    someone.write_until_saving()
    someone.press()
    assert someone.sent == []
    someone.let_through()
    someone.expect_submitted()


def test_what_is_typed_while_a_save_is_on_its_way_is_saved_as_well(editor):
    someone = editor()
    someone.on_autosave = lambda route: route.continue_()
    # The last moment before the answer is one in which Wagtail has not noticed the text yet.
    someone.page.evaluate(
        """() => window.addEventListener("w-autosave:success", () => {
            const field = document.querySelector("#id_keywords");
            field.value = "隐患";
            field.dispatchEvent(new Event("input", {bubbles: true}));
        }, {once: true, capture: true})"""
    )
    with someone.page.expect_request(
        lambda request: is_autosave(request) and "隐患".encode() in request.post_data_buffer
    ):
        someone.write()


def test_a_save_that_nobody_typed_into_is_the_last(editor):
    someone = editor()
    someone.on_autosave = lambda route: route.continue_()
    someone.page.evaluate(
        """title => {
            window.told = [];
            const tell = (event) => {
                const isWhole = event.detail.formData?.get("title") === title;
                window.told.push(isWhole ? "whole" : event.type);
            };
            for (const name of ["w-unsaved:add", "w-autosave:save", "w-autosave:success"]) {
                document.addEventListener(name, tell, {capture: name === "w-unsaved:add"});
            }
        }""",
        TITLE,
    )
    someone.write()
    after = someone.page.wait_for_function(
        """() => {
            const after = window.told.slice(window.told.indexOf("whole") + 1);
            return window.told.includes("whole") && after.includes("w-autosave:success") && after;
        }"""
    )
    assert after.json_value()[0] == "w-autosave:success"


def test_it_waits_from_the_moment_the_save_is_announced(editor):
    someone = editor()
    someone.on_autosave = lambda route: route.continue_()
    someone.page.evaluate(
        """() => document.addEventListener("w-autosave:save", () =>
            document.querySelector("[data-edit-form] [name=action-submit]").click(),
            {once: true})"""
    )
    someone.write()
    someone.expect_submitted()


def test_a_double_click_submits_once(editor):
    someone = editor()
    someone.write_until_saving()
    someone.press(times=2)
    someone.let_through()
    someone.expect_submitted()


def test_a_double_click_without_autosave_submits_once(editor):
    someone = editor()
    someone.page.evaluate(
        "document.querySelector('[data-edit-form]').dataset.wAutosaveActiveValue = 'false'"
    )
    someone.write()
    someone.press(times=2)
    someone.expect_submitted()


@pytest.mark.parametrize("failure", ["server", "network", "refused"])
def test_a_save_that_fails_does_not_swallow_the_submission(editor, failure):
    someone = editor(expected_errors=(r"console: Failed to load resource",))
    someone.write_until_saving()
    someone.press()
    [route] = someone.held
    someone.held.clear()
    if failure == "network":
        route.abort()
    else:
        status = {"server": 500, "refused": 400}[failure]
        body = '{"success": false, "error_code": "invalid_revision", "error_message": "x"}'
        route.fulfill(status=status, body="" if failure == "server" else body)
    someone.expect_submitted()


def test_enter_in_a_field_waits_as_well(editor):
    someone = editor()
    someone.write_until_saving()
    someone.page.locator("#id_title").press("Enter")
    assert someone.sent == []
    someone.let_through()
    expect(someone.page.locator(".messages .success")).to_contain_text(TITLE)
    assert (len(someone.sent), someone.items()) == (1, 1)


def test_after_an_error_of_the_form_the_editor_submits_again(editor):
    # A save that came before autosave was switched off is broken off by the test itself.
    someone = editor(expected_errors=(r"console: Failed to load resource",))
    someone.on_autosave = lambda route: route.abort()
    someone.page.locator("#id_written_on").fill("")
    someone.page.evaluate(
        "document.querySelector('[data-edit-form]').dataset.wAutosaveActiveValue = 'false'"
    )
    someone.write()
    someone.press()
    expect(someone.page.locator(".messages .error")).to_be_visible()
    someone.page.evaluate(
        "document.querySelector('[data-edit-form]').dataset.wAutosaveActiveValue = 'false'"
    )
    someone.page.locator("#id_written_on").fill("2013-03-01")
    someone.sent.clear()
    someone.press()
    someone.expect_submitted()
