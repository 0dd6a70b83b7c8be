// Adds totals up as one types, and marks what stands in place of a computed number.
(() => {
  "use strict";

  const { read, write } = window.gongkaiEntry;

  // The number that counts for an input: what is typed, else what is computed.
  const worth = (input) => {
    const typed = read(input.value);
    return typed === null || Number.isNaN(typed) ? read(input.dataset.gkComputed) : typed;
  };

  const mark = (input, words) => {
    const cell = input.closest(".gk-cell");
    const typed = read(input.value);
    const computed = input.dataset.gkComputed;
    const isTotal = "gkParts" in input.dataset;
    const isCorrected = typed !== null && computed !== "";
    cell.classList.toggle("gk-cell--corrected", isCorrected);
    cell.classList.toggle("gk-cell--changed", input.value.trim() !== input.dataset.gkStored);
    cell.querySelector("[data-gk-note]").textContent = isCorrected
      ? (isTotal ? words.textShould : words.textCorrected).replace("%s", computed)
      : "";
  };

  const create = (root, inputs) => {
    const byCode = new Map(inputs.map((input) => [input.name, input]));
    const totals = inputs.filter((input) => "gkParts" in input.dataset);

    const addUp = (input, done) => {
      if (done.has(input)) return;
      done.add(input);
      const parts = input.dataset.gkParts.split(" ").map((code) => byCode.get(code));
      let sum = 0;
      for (const part of parts) {
        if (!part) return; // not on this page: as the server said
        if ("gkParts" in part.dataset) addUp(part, done);
        const number = worth(part);
        sum = number === null || sum === null ? null : sum + number;
      }
      input.dataset.gkComputed = write(sum);
      input.placeholder = input.dataset.gkComputed;
    };

    const update = () => {
      const done = new Set();
      for (const total of totals) addUp(total, done);
      for (const input of inputs) mark(input, root.dataset);
    };
    update();
    return { update, worth };
  };

  Object.assign(window.gongkaiEntry, { createSums: create });
})();
