/* Suggested keywords become buttons that add them; without this they are read and typed. */
(() => {
  "use strict";

  const field = () => document.querySelector('input[name="keywords"]');
  const title = () => document.querySelector('[name="title"]');

  function add(word) {
    const input = field();
    if (!input) return;
    const words = input.value.split(/[\s、，,；;]+/).filter(Boolean);
    if (!words.includes(word)) words.push(word);
    input.value = words.join(" ");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function line(hints, word, why) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = word;
    button.setAttribute("aria-label", `${hints.dataset.add}：${word}`);
    button.addEventListener("click", () => {
      add(word);
      const next = item.nextElementSibling || item.previousElementSibling;
      item.remove();
      (next ? next.querySelector("button") : field())?.focus();
    });
    const reason = document.createElement("span");
    reason.className = "help";
    reason.textContent = ` ${why}`;
    item.append(button, reason);
    return item;
  }

  function say(list, sentence) {
    const item = document.createElement("li");
    item.textContent = sentence;
    list.replaceChildren(item);
  }

  async function refresh(hints, list) {
    const address = new URL(hints.dataset.url, window.location.href);
    address.searchParams.set("title", title()?.value ?? "");
    if (hints.dataset.item) address.searchParams.set("item", hints.dataset.item);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const { suggestions } = await answer.json();
      if (suggestions.length === 0) say(list, hints.dataset.none);
      else list.replaceChildren(...suggestions.map(({ word, why }) => line(hints, word, why)));
    } catch {
      say(list, hints.dataset.failed);
    }
  }

  function start() {
    for (const hints of document.querySelectorAll("[data-gk-keyword-hints]")) {
      const list = hints.querySelector("[data-gk-keyword-list]");
      for (const item of list.querySelectorAll("li")) {
        const word = item.querySelector("[data-word]")?.textContent;
        const why = item.querySelector(".help")?.textContent ?? "";
        if (word) item.replaceWith(line(hints, word, why));
      }
      const button = hints.querySelector("[data-gk-keyword-refresh]");
      button.hidden = false;
      button.addEventListener("click", () => refresh(hints, list));
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
