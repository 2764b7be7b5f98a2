// The reply box: sent with Ctrl+Enter, a wording put in is a draft like one that was typed.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const field = event.target.closest?.("textarea[data-sends]");
  if (!field) return;
  event.preventDefault();
  field.form.requestSubmit();
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const field = document.querySelector("textarea[data-begun]");
  if (!field || !["reply-text", "reply"].includes(detail.target.id)) return;
  delete field.dataset.begun;
  document.querySelectorAll("details#templates[open]").forEach((menu) => { menu.open = false; });
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  if (field.value) field.dispatchEvent(new Event("input", { bubbles: true }));
});

// Open the wordings, and type what they are about.
document.addEventListener("toggle", ({ target }) => {
  if (target.id === "templates" && target.open) document.getElementById("template-find")?.focus();
}, true);
