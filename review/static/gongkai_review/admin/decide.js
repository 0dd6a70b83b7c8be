// Shows, of the fields of a review, those that the chosen decision asks for. Without this script all
// of them are shown, and the server asks for the same.
(() => {
  const form = document.querySelector('[data-gk-decide]');
  const decisions = form?.querySelector('[data-gk-decisions]');
  if (!decisions) return;

  const show = () => {
    const chosen = decisions.querySelector('input:checked')?.value;
    form.querySelectorAll('[data-gk-for]').forEach((part) => {
      const isAsked = part.dataset.gkFor.split(' ').includes(chosen);
      // What has an error stays where its sentence can be read.
      part.hidden = !isAsked && !part.querySelector('.error-message');
    });
  };
  decisions.addEventListener('change', show);
  show();
})();
