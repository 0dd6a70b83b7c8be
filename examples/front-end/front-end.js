// Addresses behind the #, and which view answers them.

import { Problem } from "./api.js";
import { element } from "./elements.js";
import * as views from "./views.js";

const routes = [
  [/^\/?$/, views.home],
  [/^\/items$/, views.items],
  [/^\/items\/(\d+)$/, views.item],
  [/^\/search$/, views.search],
  [/^\/guide$/, views.guide],
  [/^\/reports$/, views.reports],
  [/^\/reports\/(\d+)\/(\d{4})$/, views.report],
];

const main = document.getElementById("main");
const notice = document.getElementById("notice");
let latest = 0;

function wanted() {
  const asked = new URLSearchParams(location.search);
  if (asked.has("token")) return [views.preview, [], asked];
  const [path, query] = (location.hash.slice(1) || "/").split("?");
  for (const [pattern, view] of routes) {
    const found = path.match(pattern);
    if (found) return [view, found.slice(1), new URLSearchParams(query)];
  }
  return [notFound, [], new URLSearchParams()];
}

async function notFound() {
  throw new Problem("没有这个页面，请从上面的栏目重新进入。", 404);
}

async function show({ moveFocus }) {
  const turn = ++latest;
  const [view, parts, asked] = wanted();
  main.setAttribute("aria-busy", "true");
  let page;
  try {
    page = await view(parts, asked);
    notice.hidden = true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    notice.textContent = error.message;
    notice.hidden = false;
    page = { title: "没有内容可以显示", parts: [] };
  }
  // Who went on meanwhile sees the page of the last address.
  if (turn !== latest) return;
  main.replaceChildren(element("h1", {}, page.title), ...page.parts.filter(Boolean));
  main.removeAttribute("aria-busy");
  document.title = `${page.title} - 政府信息公开`;
  document.getElementById("q").value = asked.get("q") ?? "";
  if (moveFocus) main.focus();
}

document.getElementById("search").addEventListener("submit", (event) => {
  event.preventDefault();
  location.hash = `#/search?${new URLSearchParams({ q: document.getElementById("q").value })}`;
});
// Only the address behind the # changes: the next page is announced by moving the focus to it.
addEventListener("hashchange", () => show({ moveFocus: true }));
show({ moveFocus: false });
