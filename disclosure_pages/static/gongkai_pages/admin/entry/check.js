// Asks the server what the rules say of the numbers as they stand, and shows it beside them.
(() => {
  "use strict";

  const WAIT = 400; // milliseconds without a change
  const STATES = ["warning", "error", "mistake"];

  const create = (root, inputs) => {
    const form = root.closest("form");
    const list = root.querySelector("[data-gk-findings]");
    const said = root.querySelector("[data-gk-said]");
    let timer = null;
    let asked = 0;

    const paint = (states, mistakes) => {
      for (const input of inputs) {
        const state = states[input.name] ?? "";
        const cell = input.closest(".gk-cell");
        for (const each of STATES) cell.classList.toggle(`gk-cell--${each}`, each === state);
        if (state === "error" || state === "mistake") input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
        if (mistakes.has(input.name)) {
          input.setAttribute("aria-describedby", `mistake-${input.name}`);
        } else {
          input.removeAttribute("aria-describedby");
        }
      }
    };

    // What is being written about a warning goes on where it was.
    const exchange = (html) => {
      const remarks = () => [...list.querySelectorAll("[data-gk-remark]")];
      const texts = new Map(remarks().map((field) => [field.name, field.value]));
      const active = list.contains(document.activeElement) ? document.activeElement : null;
      const [id, from, to] = [active?.id, active?.selectionStart, active?.selectionEnd];
      list.innerHTML = html;
      for (const field of remarks()) {
        if (texts.has(field.name)) field.value = texts.get(field.name);
      }
      const again = id && document.getElementById(id);
      if (again) {
        again.focus({ preventScroll: true });
        again.setSelectionRange?.(from, to);
      } else if (active) {
        document.getElementById("gk-findings").focus({ preventScroll: true });
      }
    };

    let known = new Set(
      [...list.querySelectorAll(".gk-found__item")].map((item) => item.textContent.trim()),
    );
    const announce = (answer) => {
      const sentences = [
        ...answer.mistakes.map((each) => each.sentence),
        ...answer.breaches.map((each) => each.sentence),
      ];
      const fresh = sentences.filter((sentence) => !known.has(sentence));
      known = new Set(sentences);
      said.textContent = [answer.summary, ...fresh.slice(0, 2)].join("");
    };

    const show = (answer) => {
      exchange(answer.html);
      paint(answer.states, new Set(answer.mistakes.map((each) => each.cell)));
      announce(answer);
    };

    const ask = async () => {
      asked += 1;
      const number = asked;
      try {
        const response = await fetch(root.dataset.checkUrl, {
          method: "POST",
          credentials: "same-origin",
          headers: { "X-Requested-With": "XMLHttpRequest" },
          body: new FormData(form),
        });
        if (!response.ok) throw new Error(String(response.status));
        const answer = await response.json();
        // An answer that was overtaken by another change is not shown.
        if (number === asked) show(answer);
      } catch {
        if (number === asked) {
          list.querySelector("[data-gk-summary]").textContent = root.dataset.textOffline;
        }
      }
    };

    return {
      later: () => {
        clearTimeout(timer);
        timer = setTimeout(ask, WAIT);
      },
    };
  };

  Object.assign(window.gongkaiEntry, { createCheck: create });
})();
