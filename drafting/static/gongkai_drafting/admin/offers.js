// Accepting in place what the text offers: empty fields are filled, what was typed stays. Without
// this script the same buttons save the draft with the values filled in.
(() => {
  "use strict";

  const PRESET = new Set(["kind"]); // has a value from the start, which nobody typed

  const offered = (field) =>
    document.querySelector(`[data-gk-offer="${field}"] input[type=hidden][name^="gongkai-offered-"]`);

  const fill = (name, { all }) => {
    const value = offered(name)?.value;
    const field = document.getElementById(`id_${name}`);
    if (!value || !field) return null;
    if (PRESET.has(name) ? all : field.value.trim()) return null;
    field.value = value;
    if (field.value !== value) return null; // a list without this choice
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    return name;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-gk-accept]");
    const said = document.querySelector("[data-gk-said]");
    if (!button || !said) return;
    event.preventDefault();
    const asked = button.dataset.gkAccept;
    const all = asked === "*";
    const names = all
      ? [...document.querySelectorAll("[data-gk-offer]")].map((each) => each.dataset.gkOffer)
      : [asked];
    const done = names.map((name) => fill(name, { all })).filter(Boolean);
    const labels = done.map((name) => {
      const row = document.querySelector(`[data-gk-row="${name}"]`);
      row.querySelector("[data-gk-state]").textContent = said.dataset.gkDone;
      document.querySelector(`[data-gk-offer="${name}"] [data-gk-accept]`)?.remove();
      return row.querySelector("th").textContent.trim();
    });
    said.textContent = labels.length ? said.dataset.gkOne + labels.join("、") : said.dataset.gkNone;
    if (all) button.disabled = done.length > 0;
    else document.getElementById(`id_${asked}`)?.focus();
  });
})();
