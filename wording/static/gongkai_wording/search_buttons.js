// Wagtail's templates name the buttons of their search forms in English, for screen readers alone
// (wagtailadmin/home.html, wagtailadmin/shared/header.html). The name is handed over by this
// script's own element.
(() => {
  const { name } = document.currentScript.dataset;
  const rename = () => {
    for (const button of document.querySelectorAll('.submit.w-sr-only > input[value="Search"]')) {
      button.value = name;
    }
  };
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", rename);
  } else {
    rename();
  }
})();
