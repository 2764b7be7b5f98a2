// Labelling by keyboard: one utterance after the other (j, k), several picked for one decision (space, a), values
// marked by selecting them. What the keys do are buttons of the page (data-key, desk.js); without this script each
// utterance's link leads to a page of its own with the same form.
"use strict";

{
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const rows = () => all("[id^=u]").filter((element) => /^u\d+$/.test(element.id) && element.checkVisibility());
const keysOn = () => document.body.dataset.shortcuts !== "off";
let current = "";
let moved = false;

// --- Which utterance is being looked at -----------------------------------------------------------------------
function show(row) {
  if (!row) return;
  all(".is-current").filter((other) => other !== row).forEach((other) => other.classList.remove("is-current"));
  current = row.id;
  row.classList.add("is-current");
  row.setAttribute("tabindex", "-1");
  fold(row);
  const closed = one(".label:not(.label--open, .label--said) > .label__open", row);
  if (closed) closed.click();
}

// Only one is open: its keys are the page's.
function fold(row) {
  all(".label--open").forEach((panel) => { panel.hidden = !row.contains(panel); });
  all(".label--folded").forEach((link) => link.remove());
  all(".label--open[hidden]").forEach((panel) => panel.insertAdjacentElement("afterend", reopener(panel)));
}

function reopener(panel) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn--quiet label--folded";
  button.textContent = document.querySelector("[data-label-open]")?.dataset.labelOpen ?? "…";
  button.addEventListener("click", () => { show(panel.closest(".is-current, [id^=u]")); focusRow(); });
  return button;
}

function focusRow() {
  const row = document.getElementById(current);
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

// A list begins with its first; a page of one utterance shows it open anyway.
function begin() {
  const first = rows()[0];
  if (first && one(".label", first)) show(first);
}

function step(by) {
  const list = rows();
  const at = list.findIndex((row) => row.id === current);
  const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1)];
  if (!next) return;
  show(next);
  focusRow();
}

// After a decision: the next one that is still open.
function nextOpen() {
  const list = rows();
  const after = list.slice(list.findIndex((row) => row.id === current) + 1);
  const next = after.find((row) => one(".label:not(.label--said)", row));
  if (!next) return;
  show(next);
  moved = true;
  focusRow();
}

// --- Several at once ------------------------------------------------------------------------------------------
const form = () => document.getElementById("label-many");
const boxes = () => all("[data-picks], [data-picks-group]");
const picks = () => boxes().filter((box) => box.checked);
// Panels are drawn anew; what was picked before stays picked.
const chosen = new Set();
const nameOf = (box) => `${box.name} ${box.value}`;

function keep() {
  boxes().forEach((box) => (box.checked ? chosen.add(nameOf(box)) : chosen.delete(nameOf(box))));
  count();
}

function restore() {
  boxes().forEach((box) => { box.checked = chosen.has(nameOf(box)); });
  count();
}

function count() {
  const bar = form();
  if (!bar) return;
  const number = picks().length;
  one("[data-picked]", bar).textContent = number;
  bar.hidden = number === 0;
}

function pick() {
  const box = document.getElementById(current) && one("[data-picks]", document.getElementById(current));
  if (!box) return;
  box.checked = !box.checked;
  keep();
}

function unpick() {
  picks().forEach((box) => { box.checked = false; });
  chosen.clear();
  count();
}

// While some are picked, a choice beside one of them is meant for all of them.
function forAll(event) {
  const button = event.target.closest(".label__form button[name=choice]");
  const bar = form();
  if (!button || !bar || !picks().length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const [kind, intent] = button.value.split(":");
  one("[name=intent]", bar).value = kind === "intent" ? intent || one("[name=intent]", button.form).value : "";
  one(`button[value=${kind}]`, bar).click();
}

// --- Values: what is selected in the text becomes a row of the form -------------------------------------------
function mark() {
  const selected = document.getSelection();
  const text = selected?.anchorNode?.parentElement?.closest("[data-select-from]");
  const words = String(selected ?? "").trim();
  if (!text || !words || !text.contains(selected.focusNode)) return;
  const free = all(".label__mark", text.closest("details")).find((row) => !one("[name=mark_words]", row).value);
  if (!free || all("[name=mark_words]", text.closest("details")).some((field) => field.value === words)) return;
  const range = selected.getRangeAt(0).cloneRange();
  range.setStart(text, 0);
  one("[name=mark_words]", free).value = words;
  one("[name=mark_at]", free).value = Math.max(0, range.toString().trimEnd().length - words.length);
  one("[name=mark_kind]", free).focus();
}

// --- What was decided -----------------------------------------------------------------------------------------
function labelled({ detail }) {
  unpick();
  all("input[name=key]", form() ?? document.createElement("form")).forEach((key) => { key.value = crypto.randomUUID(); });
  if (!detail.many) nextOpen();
}

// A decision taken back, or about many: the server draws those panels it is told of.
function tellWhatIsHere({ detail }) {
  if (detail.elt.id !== "label-many" && !detail.elt.hasAttribute("data-undo")) return;
  // Several of one name; crypto.randomUUID and FormData are in every browser htmx 2 runs in.
  all("[data-label]").forEach((panel) => detail.formData.append("on_page", panel.dataset.label));
}

function press(event) {
  if (!keysOn() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || one("dialog[open]")) return;
  if (event.target.isContentEditable) return;
  if (event.key === "Escape" && event.target.closest(".label__form")) { event.target.blur(); focusRow(); return; }
  if (event.target.matches("input:not([type=checkbox]), select, textarea, summary, button, a, label")) {
    if (event.key === " " || !event.target.matches("button, a, summary, label")) return;
  }
  const deed = { j: () => step(1), k: () => step(-1), " ": pick }[event.key];
  if (!deed || !rows().length) return;
  event.preventDefault();
  deed();
}

document.addEventListener("keydown", press);
document.addEventListener("click", forAll, true);
document.addEventListener("change", (event) => { if (event.target.matches("[data-picks], [data-picks-group]")) keep(); });
document.addEventListener("click", (event) => { if (event.target.closest("[data-unpick]")) unpick(); });
document.addEventListener("mouseup", mark);
document.addEventListener("keyup", (event) => { if (event.shiftKey || event.key === "Shift") mark(); });
document.addEventListener("focusin", (event) => {
  const row = event.target.closest("[id^=u]");
  if (row && /^u\d+$/.test(row.id) && row.id !== current && event.target.closest(".label--open")) show(row);
});
document.body.addEventListener("labelled", labelled);
document.body.addEventListener("htmx:configRequest", tellWhatIsHere);
document.body.addEventListener("htmx:afterSettle", () => {
  const row = document.getElementById(current);
  if (row) { row.classList.add("is-current"); fold(row); } else begin();
  if (moved) { moved = false; focusRow(); }
  restore();
});
// By now htmx knows the links; and the back button brings boxes back as they were ticked.
window.addEventListener("pageshow", () => { keep(); begin(); });
}
