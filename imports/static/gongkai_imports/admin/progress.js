/* Asks how far a batch is, and loads its page anew when something has been done. */
(() => {
  const box = document.querySelector("[data-gk-progress]");
  if (!box) return;
  const sentence = box.querySelector("[data-gk-sentence]");
  const bar = box.querySelector("progress");
  let patience = 1000;

  async function look() {
    try {
      const answer = await fetch(box.dataset.gkProgress, { headers: { Accept: "application/json" } });
      if (answer.ok && !answer.redirected) {
        const found = await answer.json();
        if (found.token !== box.dataset.gkToken || found.error) {
          window.location.replace(box.dataset.gkPage);
          return;
        }
        if (sentence.textContent !== found.sentence) sentence.textContent = found.sentence;
        if (bar) bar.value = found.percent;
      }
    } catch {
      // The network may be away for a while; the link below still works.
    }
    patience = Math.min(patience * 1.3, 10000);
    window.setTimeout(look, patience);
  }

  window.setTimeout(look, patience);
})();
