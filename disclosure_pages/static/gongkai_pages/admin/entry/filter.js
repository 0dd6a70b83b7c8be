// Shows, of the numbers of a year, those whose name, code or origin contains what is typed.
// Without this script the server finds them.
(() => {
  "use strict";

  const root = document.querySelector("[data-gk-filter]");
  const field = root?.querySelector("input[type=search]");
  if (!field) return;
  const count = root.querySelector("[data-gk-count]");
  const groups = [...root.querySelectorAll("[data-gk-group]")];
  const opened = new Map(groups.map((group) => [group, group.open]));

  const show = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const group of groups) {
      let inside = 0;
      for (const row of group.querySelectorAll("[data-gk-row]")) {
        const text = row.dataset.gkRow.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        inside += row.hidden ? 0 : 1;
      }
      group.hidden = inside === 0;
      group.open = words.length ? inside > 0 : opened.get(group);
      group.querySelector(".gk-origins__size").textContent = inside;
      found += inside;
    }
    count.textContent = words.length ? count.dataset.text.replace("%s", found) : "";
  };
  field.addEventListener("input", show);
})();
