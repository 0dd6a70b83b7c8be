// Wagtail 8 takes the form as it stands when a save was answered for what the server has. What was
// typed while the save was on its way is not on the server, and would be saved only with the next
// key: where the form differs from what was sent, it is saved once more.
(() => {
  "use strict";

  const UNNOTICED = 1300; // milliseconds until a typed text stands in the form at the latest
  const IGNORED = ["csrfmiddlewaretoken", "loaded_revision_id", "loaded_revision_created_at"];

  const sent = new WeakMap();
  let touched = -Infinity;

  const isEditor = (target) =>
    target instanceof HTMLFormElement && target.hasAttribute("data-edit-form");

  const listed = (data, ignored) =>
    JSON.stringify(
      [...data.entries()]
        .filter(([name]) => !ignored.has(name) && !name.startsWith("comments-"))
        .map(([name, value]) => [name, value instanceof File ? [value.name, value.size] : value]),
    );

  for (const name of ["input", "change", "click", "keyup"]) {
    document.addEventListener(
      name,
      (event) => {
        if (event.target.closest?.("form[data-edit-form], .modal")) touched = performance.now();
      },
      { capture: true },
    );
  }

  document.addEventListener("w-autosave:save", ({ target, detail }) => {
    if (isEditor(target)) sent.set(target, { data: detail.formData, at: performance.now() });
  });

  // For the findings, which wait until Wagtail has noticed what was typed.
  window.gongkaiEditing = { touchedAt: () => touched };

  // Before Wagtail's own listener declares the form saved.
  document.addEventListener(
    "w-autosave:success",
    ({ target, detail }) => {
      const last = sent.get(target);
      // Nobody touched it: what differs was changed by the save itself.
      if (!last || touched < last.at - UNNOTICED) return;
      const updated = Object.keys(detail.response?.field_updates ?? {});
      const ignored = new Set([...IGNORED, "overwrite_revision_id", ...updated]);
      if (listed(last.data, ignored) === listed(new FormData(target), ignored)) return;
      target.dispatchEvent(
        new CustomEvent("w-unsaved:add", {
          bubbles: true,
          cancelable: true,
          detail: { type: "edits" },
        }),
      );
    },
    { capture: true },
  );
})();
