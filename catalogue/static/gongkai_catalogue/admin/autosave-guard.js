// Wagtail 8 saves a page while it is being written. Between the event that announces a save and
// the answer of the server, the form does not know yet that its page exists: submitted in that
// moment, a new page is created twice. So a submission waits for the save that is on its way.
(() => {
  "use strict";

  const LONGEST_WAIT = 30000; // milliseconds, then the submission goes out in any case
  const LEAVING = 10000; // milliseconds in which a second submission is a double click

  const states = new WeakMap();
  const nativeSubmit = HTMLFormElement.prototype.submit;

  const stateOf = (form) => {
    if (!states.has(form)) {
      states.set(form, { saving: false, held: null, timer: null, leavingUntil: 0 });
      // Wagtail's dialogues of moderation call submit(), which tells no listener.
      form.submit = () => {
        const state = states.get(form);
        if (state.saving) {
          hold(form, state, { direct: true });
        } else if (!isLeaving(state)) {
          leave(state);
          nativeSubmit.call(form);
        }
      };
    }
    return states.get(form);
  };

  const isLeaving = (state) => Date.now() < state.leavingUntil;
  const leave = (state) => {
    state.leavingUntil = Date.now() + LEAVING;
  };

  const hold = (form, state, submission) => {
    state.held = submission;
    state.timer ??= setTimeout(() => settle(form), LONGEST_WAIT);
  };

  const settle = (form) => {
    const state = stateOf(form);
    const { held } = state;
    clearTimeout(state.timer);
    Object.assign(state, { saving: false, held: null, timer: null });
    if (!held) return;
    if (held.direct) {
      form.submit();
    } else if (!held.button) {
      form.requestSubmit();
    } else {
      pressAgain(form, held.button);
    }
  };

  // The first save of a new page puts other buttons into its footer, and a pressed button is
  // disabled by its spinner: a stand-in bears the same name and value in the form as it is now.
  const pressAgain = (form, button) => {
    const current = [...form.elements].find(
      (each) => each.type === "submit" && each.name === button.name && each.value === button.value,
    );
    let presser = button.form === form ? button : current;
    const standIn = !presser;
    if (standIn) {
      presser = document.createElement("button");
      presser.type = "submit";
      presser.name = button.name;
      presser.value = button.value;
      presser.hidden = true;
      form.append(presser);
    }
    const { disabled } = presser;
    presser.disabled = false;
    form.requestSubmit(presser);
    presser.disabled = disabled;
    if (standIn) presser.remove();
  };

  const isEditor = (target) =>
    target instanceof HTMLFormElement && target.hasAttribute("data-edit-form");

  document.addEventListener(
    "w-autosave:save",
    (event) => {
      if (!isEditor(event.target)) return;
      const state = stateOf(event.target);
      if (isLeaving(state)) {
        event.preventDefault(); // the submission holds everything that this save would
        return;
      }
      state.saving = true;
      // Where another script calls the save off, no answer will come.
      queueMicrotask(() => {
        if (event.defaultPrevented) settle(event.target);
      });
    },
    { capture: true },
  );

  for (const outcome of ["w-autosave:success", "w-autosave:error"]) {
    document.addEventListener(outcome, (event) => {
      if (isEditor(event.target)) settle(event.target);
    });
  }

  document.addEventListener(
    "submit",
    (event) => {
      if (!isEditor(event.target)) return;
      const state = stateOf(event.target);
      if (state.saving) {
        event.preventDefault();
        event.stopImmediatePropagation();
        hold(event.target, state, { button: event.submitter });
      } else if (isLeaving(state)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    { capture: true },
  );

  // Last of all listeners: now it is known whether the form is really sent.
  window.addEventListener("submit", (event) => {
    if (isEditor(event.target) && !event.defaultPrevented) leave(stateOf(event.target));
  });

  // Back from the browser's history, the page is as it was, and may be submitted again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-edit-form]")) {
      stateOf(form).leavingUntil = 0;
    }
  });
})();
