// The page with the tables of a year: what keys, mouse and clipboard do in it. Without this script
// it is a form as any other.
(() => {
  "use strict";

  const root = document.querySelector("[data-gk-entry]");
  if (!root) return;
  const { createCheck, createGrid, createHistory, createSums, copy, isBlock, place, read } =
    window.gongkaiEntry;

  const inputs = [...root.querySelectorAll("input.gk-cell__input")];
  const grids = [...root.querySelectorAll("[data-gk-grid]")].map(createGrid);
  const gridOf = (input) => grids.find((grid) => grid.where.has(input));
  const sums = createSums(root, inputs);
  const check = createCheck(root, inputs);
  const status = root.querySelector("[data-gk-status]");
  const words = (name, ...values) =>
    values.reduce((text, value) => text.replace(/%[srn]/, value), root.dataset[`text${name}`]);
  const say = (...sentences) => {
    status.textContent = sentences.filter(Boolean).join("");
  };

  // One change to many inputs is one change to the page.
  let isBusy = false;
  const changed = () => {
    if (isBusy) return;
    sums.update();
    check.later();
  };
  const put = (input, text) => {
    if (input.value === text) return;
    input.value = text;
    // Wagtail asks before the page is left once something was changed.
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const history = createHistory(put);
  const together = (work) => {
    isBusy = true;
    try {
      return work();
    } finally {
      isBusy = false;
      changed();
    }
  };
  const putAll = (placed) =>
    together(() => {
      const changes = placed.map(({ input, text }) => ({ input, before: input.value, after: text }));
      for (const { input, after } of changes) put(input, after);
      history.record(changes);
      return changes.filter(({ before, after }) => before !== after);
    });

  // Totals are changed on purpose only.
  const isTotal = (input) => "gkParts" in input.dataset;
  const openers = [...root.querySelectorAll("[data-gk-open-totals]")];
  const lock = (opener) => {
    const sheet = opener.closest("[data-gk-sheet]");
    for (const input of sheet.querySelectorAll("input[data-gk-parts]")) {
      input.readOnly = !opener.checked;
    }
  };
  for (const opener of openers) {
    lock(opener);
    opener.addEventListener("change", () => {
      lock(opener);
      check.later();
    });
  }

  // Focus and selection.
  let before = "";
  let isEditing = false;
  const remember = (input) => {
    if (input.value !== before) history.record([{ input, before, after: input.value }]);
    before = input.value;
  };
  const reveal = (input) => input.scrollIntoView({ block: "nearest", inline: "nearest" });
  const go = (input, extend = false) => {
    const grid = gridOf(input);
    const anchor = extend ? (grid.anchor ?? input) : input;
    input.focus({ preventScroll: true });
    grid.select(anchor, input);
    reveal(input.closest(".gk-cell"));
    if (extend) announceSelection(grid);
  };
  const announceSelection = (grid) => {
    const block = grid.selection();
    if (block.flat().length > 1) {
      const size = words("Size").replace("%r", block.length).replace("%c", block[0].length);
      say(words("Selected", size));
    }
  };

  root.addEventListener("focusin", (event) => {
    const input = event.target;
    const grid = gridOf(input);
    if (!grid) return;
    before = input.value;
    isEditing = false;
    for (const other of grids) if (other !== grid) other.select(null, null);
    if (grid.focus !== input) grid.select(input, input);
    if (document.activeElement === input) input.select();
  });
  root.addEventListener("focusout", (event) => {
    if (gridOf(event.target)) remember(event.target);
  });

  // A click chooses a cell, a double click puts the caret into its text.
  root.addEventListener("mousedown", (event) => {
    const input = event.target.closest?.("input.gk-cell__input");
    if (!input || !gridOf(input) || event.button !== 0 || event.shiftKey) return;
    const isActive = input === document.activeElement;
    if (isActive && (isEditing || event.detail > 1)) {
      isEditing = true;
      return;
    }
    event.preventDefault();
    go(input);
    input.select();
  });
  root.addEventListener("pointerdown", (event) => {
    const input = event.target.closest?.("input.gk-cell__input");
    const grid = input && gridOf(input);
    if (!grid || event.button !== 0 || event.pointerType === "touch") return;
    if (event.shiftKey && grid.anchor) {
      event.preventDefault();
      go(input, true);
      return;
    }
    const from = input;
    const drag = (move) => {
      const over = document
        .elementFromPoint(move.clientX, move.clientY)
        ?.closest?.(".gk-cell")
        ?.querySelector("input.gk-cell__input");
      if (over && grid.where.has(over) && (over !== from || grid.focus !== from)) {
        grid.select(from, over);
        window.getSelection()?.removeAllRanges();
      }
    };
    const stop = () => {
      document.removeEventListener("pointermove", drag);
      announceSelection(grid);
    };
    document.addEventListener("pointermove", drag);
    document.addEventListener("pointerup", stop, { once: true });
    document.addEventListener("pointercancel", stop, { once: true });
  });

  // Keys.
  const ARROWS = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  };
  // Within a text that is being edited the arrows move the caret.
  const staysInside = (input, right) => {
    if (!right || !isEditing) return false;
    return right < 0 ? input.selectionEnd > 0 : input.selectionStart < input.value.length;
  };
  const arrow = (event, input, grid) => {
    const [down, right] = ARROWS[event.key];
    if (event.shiftKey && !isEditing) {
      const target = grid.neighbour(grid.focus ?? input, down, right);
      event.preventDefault();
      if (target) {
        grid.select(grid.anchor ?? input, target);
        reveal(target.closest(".gk-cell"));
        announceSelection(grid);
      }
      return;
    }
    if (staysInside(input, right)) return;
    event.preventDefault();
    const target = grid.neighbour(input, down, right);
    if (target) go(target);
  };
  const clear = (grid) => {
    const block = grid.selection().flat().filter((input) => !input.readOnly);
    const gone = putAll(block.map((input) => ({ input, text: "" })));
    say(words("Cleared", gone.length));
  };
  const step = (move, told) => {
    const input = together(move);
    if (!input) return;
    go(input);
    before = input.value;
    say(words(told));
  };

  root.addEventListener("keydown", (event) => {
    const input = event.target;
    const grid = gridOf(input);
    if (!grid || event.isComposing || event.altKey) return;
    const mod = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (mod && (key === "z" || key === "y")) {
      event.preventDefault();
      remember(input);
      if (key === "y" || event.shiftKey) step(history.redo, "Redone");
      else step(history.undo, "Undone");
    } else if (mod && (event.key === "Home" || event.key === "End")) {
      event.preventDefault();
      go(event.key === "Home" ? grid.first() : grid.last());
    } else if (mod) {
      return;
    } else if (event.key in ARROWS) {
      arrow(event, input, grid);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const target = grid.neighbour(input, event.shiftKey ? -1 : 1, 0);
      if (target) go(target);
      else remember(input);
    } else if (event.key === "Escape") {
      put(input, before);
      isEditing = false;
      grid.select(input, input);
      input.select();
    } else if (event.key === "F2") {
      event.preventDefault();
      isEditing = true;
      input.setSelectionRange(input.value.length, input.value.length);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      if (grid.selection().flat().length < 2) return;
      event.preventDefault();
      clear(grid);
      before = input.value;
    } else if (event.key.length === 1 && input.readOnly) {
      say(words("Locked"));
    }
  });

  // Clipboard.
  const isPartial = (input) =>
    input.selectionStart !== input.selectionEnd &&
    (input.selectionStart > 0 || input.selectionEnd < input.value.length);
  for (const name of ["copy", "cut"]) {
    root.addEventListener(name, (event) => {
      const grid = gridOf(event.target);
      if (!grid || (isPartial(event.target) && grid.selection().flat().length < 2)) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", copy(grid.selection(), sums.worth));
      if (name === "cut") clear(grid);
    });
  }

  // What a pasted block says of totals that are added up here: it agrees, or it is told.
  const differingTotals = (placed) =>
    placed.filter(({ input, text }) => {
      const number = read(text);
      return number !== null && String(number) !== input.dataset.gkComputed;
    }).length;

  root.addEventListener("paste", (event) => {
    const input = event.target;
    const grid = gridOf(input);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!grid) return;
    if (!isBlock(text)) {
      if (!input.readOnly) return;
      event.preventDefault();
      say(words("Locked"));
      return;
    }
    event.preventDefault();
    remember(input);
    const corner = grid.selection().flat()[0] ?? input;
    const found = place(text, grid, corner);
    if (!found.placed) {
      const size = words("Size").replace("%r", found.rows).replace("%c", found.columns);
      say(words("Overflow", size));
      return;
    }
    const locked = found.placed.filter((each) => isTotal(each.input) && each.input.readOnly);
    putAll(found.placed.filter((each) => !locked.includes(each)));
    before = input.value;
    const totals = differingTotals(locked);
    say(
      words("Pasted", found.placed.filter(({ text: each }) => each !== "").length - totals),
      totals ? words("Totals", totals) : "",
      found.unmatched ? words("Unmatched", found.unmatched) : "",
    );
    const all = found.placed.map((each) => each.input);
    grid.select(all[0], all.at(-1));
    reveal(all[0].closest(".gk-cell"));
  });

  // Changes by hand, and sentences that lead to their cells.
  root.addEventListener("input", (event) => {
    if (gridOf(event.target)) changed();
  });
  root.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#cell-']");
    if (!link) return;
    const input = document.getElementById(link.getAttribute("href").slice(1));
    if (!input) return;
    event.preventDefault();
    const closed = input.closest("details:not([open])");
    if (closed) closed.open = true;
    input.scrollIntoView({ block: "center", inline: "center" });
    go(input);
  });
})();
