// Making elements. Texts become text nodes, so that nothing in them is read as markup.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

export const link = (address, text, attributes = {}) =>
  element("a", { href: address, ...attributes }, text);

// HTML that the API rendered. It was sanitised when it was stored, and the policy of this page
// lets no script in it run.
// Tables so far: a number tells regions of the same name apart.
let tables = 0;

export function body(html) {
  const made = element("div", { class: "body" });
  made.innerHTML = html;
  for (const table of made.querySelectorAll("table")) {
    tables += 1;
    const label = table.caption?.textContent.trim() || "表格";
    const frame = element("div", {
      class: "scroll",
      tabindex: "0",
      role: "region",
      "aria-label": `${label}（${tables}）`,
    });
    table.replaceWith(frame);
    frame.append(table);
  }
  return made;
}
