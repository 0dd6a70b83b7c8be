// What was found in a page: exchanges the list without leaving the page. Every action is a form
// that works without this script too.
(() => {
  "use strict";

  if (window.gongkaiFindings) return; // stands on the page twice
  window.gongkaiFindings = true;

  const AFTER_SAVING = 800; // milliseconds: one list for several saves in a row
  const WHILE_READING = 4000; // milliseconds between looks at files that are being read
  const LOOKS = 75;
  const LONGEST_SAVE = 15000;
  const UNNOTICED = 1300; // milliseconds in which Wagtail may not know yet of what was typed

  let timer = null;
  let looks = 0;
  let isUnsaved = false; // something was typed since the last save began
  let isSaving = false;
  let isWorking = false;
  let asked = 0;

  const root = () => document.querySelector("[data-gongkai-findings]");
  const list = () => root()?.querySelector("[data-gongkai-findings-list]");
  const words = (name) => list()?.dataset[`text${name}`] ?? "";
  const say = (text) => {
    const status = root()?.querySelector("[data-gongkai-findings-status]");
    if (status && text && status.textContent !== text) status.textContent = text;
  };

  const url = () => {
    const base = root()?.dataset.url;
    if (!base) return null;
    // Where the forms lead back to, should this script fail later.
    const asked = new URLSearchParams({ next: window.location.pathname });
    if ("inEditor" in root().dataset) asked.set("in_editor", "1");
    return `${base}?${asked}`;
  };

  const ask = (options = {}) =>
    fetch(url(), {
      credentials: "same-origin",
      ...options,
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });

  // Somebody is giving a reason: the list waits until she has.
  const isWriting = () => Boolean(list()?.querySelector("details[open]"));

  const summary = () => list()?.querySelector("[data-gongkai-findings-summary]");

  const show = (html) => {
    const hadFocus = list().contains(document.activeElement);
    list().innerHTML = html;
    const state = list().firstElementChild?.dataset ?? {};
    const counter = document.querySelector(
      '[data-side-panel-toggle="gongkai-findings"] [data-side-panel-toggle-counter]',
    );
    if (counter) {
      counter.textContent = state.unanswered ?? "0";
      counter.hidden = !Number(state.unanswered);
    }
    const error = list().querySelector("[aria-invalid=true]");
    if (error) {
      error.focus();
    } else {
      // What had the focus is gone: go on from the top of the list.
      if (hadFocus) summary()?.focus();
      say(state.said || summary()?.textContent.trim());
    }
    root().dispatchEvent(
      new CustomEvent("gongkai-findings:changed", {
        bubbles: true,
        detail: { unanswered: Number(state.unanswered), pending: Number(state.pending) },
      }),
    );
    waitForFiles();
  };

  const waitForFiles = () => {
    if (!Number(list()?.firstElementChild?.dataset.pending)) {
      looks = 0;
    } else if (looks < LOOKS) {
      looks += 1;
      later(WHILE_READING);
    }
  };

  const later = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(refresh, delay);
  };

  const refresh = async () => {
    if (!url()) return;
    if (isWorking || isWriting()) {
      if (isWriting()) say(words("Changed"));
      later(WHILE_READING);
      return;
    }
    asked += 1;
    const number = asked;
    try {
      const response = await ask();
      // An answer that was overtaken by another one is not shown.
      if (response.ok && number === asked && !isWorking && !isWriting()) {
        show(await response.text());
      }
    } catch {
      waitForFiles();
    }
  };

  // Kept by autosave-again.js; nothing is typed where there is no editor.
  const touchedAt = () => window.gongkaiEditing?.touchedAt() ?? -Infinity;

  const noticed = () =>
    new Promise((resolve) => {
      setTimeout(resolve, Math.max(0, touchedAt() + UNNOTICED - performance.now()));
    });

  // Text that is masked on the server must be the text that stands in the form.
  const saved = async () => {
    say(words("Saving"));
    await noticed();
    return (!isUnsaved && !isSaving) || lastSave();
  };

  const lastSave = () =>
    new Promise((resolve) => {
      const names = ["w-autosave:success", "w-autosave:error"];
      const finish = (event) => {
        const isDone = event?.type === "w-autosave:success";
        if (isDone && (isUnsaved || isSaving)) return; // more was typed meanwhile
        clearTimeout(limit);
        for (const name of names) document.removeEventListener(name, finish);
        resolve(isDone);
      };
      const limit = setTimeout(finish, LONGEST_SAVE);
      for (const name of names) document.addEventListener(name, finish);
    });

  const refuse = (form, text) => {
    form.querySelector("[data-gongkai-findings-refusal]")?.remove();
    const line = document.createElement("p");
    line.className = "gk-findings__error";
    line.setAttribute("role", "alert");
    line.dataset.gongkaiFindingsRefusal = "";
    line.textContent = text;
    form.append(line);
  };

  const send = async (form, button) => {
    if (isWorking) return;
    isWorking = true;
    asked += 1; // a list that is on its way is old
    form.setAttribute("aria-busy", "true");
    button?.setAttribute("aria-disabled", "true");
    try {
      const isMask = ["mask", "mask_file"].includes(button?.value);
      if (isMask && !(await saved())) {
        refuse(form, words("Unsaved"));
        return;
      }
      say(words("Working"));
      const body = new FormData(form);
      if (button?.name) body.set(button.name, button.value);
      const response = await ask({ method: "POST", body });
      if (response.headers.get("X-Gongkai-Reload") && "inEditor" in root().dataset) {
        // Loaded anew and not as the browser remembers it: the form must hold the masked text.
        const target = new URL(window.location.href);
        target.searchParams.set("masked", Date.now());
        target.hash = "";
        window.location.assign(target);
        return;
      }
      if (response.ok) {
        show(await response.text());
      } else {
        refuse(form, words("Failed"));
      }
    } catch {
      refuse(form, words("Failed"));
    } finally {
      isWorking = false;
      form.removeAttribute("aria-busy");
      button?.removeAttribute("aria-disabled");
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !("gongkaiFindingsForm" in form.dataset)) return;
    event.preventDefault();
    send(form, event.submitter ?? form.querySelector("button[name=act]"));
  });

  // To the place in the form: the tab, the panel and the block that hold it are opened.
  const place = (path) => {
    let found = document.querySelector("form[data-edit-form]");
    const all = [];
    for (const part of path.split(".")) {
      const next = found?.querySelector(`[data-contentpath="${CSS.escape(part)}"]`);
      if (!next) break;
      all.push(next);
      found = next;
    }
    return all.at(-1) ?? null;
  };

  const reveal = (target) => {
    const tab = target.closest("[role=tabpanel][hidden]");
    if (tab) document.querySelector(`[role=tab][href="#${CSS.escape(tab.id)}"]`)?.click();
    for (let each = target; each; each = each.parentElement) {
      if (each.hidden === "until-found" || (each.hidden && each.id)) {
        document.querySelector(`[data-panel-toggle][aria-controls="${CSS.escape(each.id)}"]`)?.click();
      }
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-gongkai-jump]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = place(link.dataset.gongkaiJump);
    if (!target) return; // no editor here: the link leads to it
    event.preventDefault();
    reveal(target);
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    target.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    const field = target.querySelector(
      'input:not([type=hidden]), textarea:not([hidden]), select, [contenteditable="true"], button',
    );
    (field ?? target).focus({ preventScroll: true });
  });

  // One form is open at a time, and its field has the focus.
  document.addEventListener(
    "toggle",
    (event) => {
      const details = event.target;
      if (!details.matches?.(".gk-findings__keep") || !details.open) return;
      for (const other of root().querySelectorAll(".gk-findings__keep[open]")) {
        if (other !== details && !other.querySelector("input[name=reason]").value) {
          other.open = false;
        }
      }
      details.querySelector("input[name=reason]").focus();
    },
    { capture: true },
  );

  document.addEventListener("keydown", (event) => {
    const details = event.target.closest?.(".gk-findings__keep[open]");
    if (event.key !== "Escape" || !details) return;
    details.open = false;
    details.querySelector("summary").focus();
  });

  // Before Wagtail's own listener, which may begin to save at once.
  document.addEventListener(
    "w-unsaved:add",
    () => {
      isUnsaved = true;
    },
    { capture: true },
  );
  document.addEventListener("w-autosave:save", () => {
    isUnsaved = false;
    isSaving = true;
  });
  document.addEventListener("w-autosave:error", () => {
    isUnsaved = true;
    isSaving = false;
  });
  document.addEventListener("w-autosave:success", () => {
    isSaving = false;
    looks = 0;
    later(AFTER_SAVING);
  });

  document.addEventListener("DOMContentLoaded", waitForFiles);
  if (document.readyState !== "loading") waitForFiles();
})();
