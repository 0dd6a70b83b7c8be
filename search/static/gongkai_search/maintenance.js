// The maintenance page follows work that goes on; without this script the page is loaded again by
// its link. Focus is left alone: while the keyboard is inside of the part, it is not replaced.
(() => {
  "use strict";
  const part = document.getElementById("gk-progress");
  const INTERVAL = 2000;
  if (!part) return;

  const isUnderWay = () => part.querySelector("[data-under-way='yes']") !== null;

  const follow = async () => {
    if (!isUnderWay()) return;
    if (!document.hidden && !part.contains(document.activeElement)) {
      try {
        const answer = await fetch(part.dataset.url, { credentials: "same-origin" });
        if (answer.ok && !answer.redirected) {
          part.innerHTML = await answer.text();
          if (!isUnderWay()) {
            // How the index is now, is told by the whole page.
            window.location.reload();
            return;
          }
        }
      } catch {
        // The server is being restarted, or the network is away: try again.
      }
    }
    window.setTimeout(follow, INTERVAL);
  };

  window.setTimeout(follow, INTERVAL);
})();
