// The reply box: sent with Ctrl+Enter, a wording put in is a draft like one that was typed.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const field = event.target.closest?.("textarea[data-sends]");
  if (!field) return;
  event.preventDefault();
  field.form.requestSubmit();
});

document.addEventListener("htmx:afterSettle", () => {
  const field = document.querySelector("textarea[data-begun]");
  if (!field) return;
  delete field.dataset.begun;
  document.querySelectorAll("details#templates[open]").forEach((menu) => { menu.open = false; });
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  if (!field.value) return;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new CustomEvent("begun"));
});

// A menu that asks for something is entered there, after whatever else its opening leads to.
document.addEventListener("toggle", ({ target }) => {
  if (target.open) setTimeout(() => target.querySelector("[data-first]")?.focus());
}, true);
