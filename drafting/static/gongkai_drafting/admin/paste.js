// Pasting from Word: the clipboard's HTML goes into a hidden field, its text into the field that is
// seen. The server cleans it. Whoever goes on to type has plain text, and is told so.
(() => {
  "use strict";

  const start = () => {
    const text = document.getElementById("id_pasted_text");
    const html = document.getElementById("id_pasted_html");
    const said = document.querySelector("[data-gk-paste-said]");
    if (!text || !html || !said) return;
    if (html.value) said.textContent = said.dataset.gkKept;

    text.addEventListener("paste", (event) => {
      const rich = event.clipboardData?.getData("text/html") ?? "";
      const plain = event.clipboardData?.getData("text/plain") ?? "";
      if (!rich.trim()) return;
      event.preventDefault();
      html.value = rich;
      text.value = plain;
      said.textContent = said.dataset.gkKept;
    });
    text.addEventListener("input", () => {
      if (!html.value) return;
      html.value = "";
      said.textContent = said.dataset.gkPlain;
    });
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
