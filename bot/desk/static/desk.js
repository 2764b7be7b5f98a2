// What the staff's pages do in the browser beside htmx: shortcuts, ticking times, drafts, and staying calm
// without a network (news of new cases: news.js). Nothing here decides; every deed is a form the server checks.
"use strict";

{
const body = document.body;
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const visible = (element) => element.checkVisibility();

// --- Shortcuts: `data-key="a"` or "g q" on a button or link, on a field to go there --------------------------
let pending = "";
let forget = 0;

function typing(target) {
  const keyless = target.matches("[type=checkbox], [type=radio], [type=submit]");
  return target.isContentEditable || (target.matches("input, select, textarea") && !keyless);
}

function keyed(keys) {
  const here = one("dialog[open]") ?? document;
  return all(`[data-key="${CSS.escape(keys)}"]`, here).find((element) => visible(element) && !element.disabled);
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.key === "Escape") closeMenus();
  if (body.dataset.shortcuts === "off" || event.key.length !== 1 || typing(event.target)) return;
  const keys = pending ? `${pending} ${event.key}` : event.key;
  const meant = keyed(keys) ?? keyed(event.key);
  waitForMore(!meant && one(`[data-key^="${CSS.escape(event.key)} "]`) ? event.key : "");
  if (!meant) return;
  event.preventDefault();
  if (meant.matches("input, select, textarea")) meant.focus();
  else meant.click();
}

function waitForMore(key) {
  pending = key;
  clearTimeout(forget);
  forget = setTimeout(() => { pending = ""; }, 1200);
}

function nameOf(element) {
  const copy = (element.labels?.[0] ?? element).cloneNode(true);
  all("kbd, .count", copy).forEach((part) => part.remove());
  return element.dataset.keyName || element.getAttribute("aria-label") || copy.textContent.trim();
}

function listKeys(list) {
  const known = new Map(all("[data-key]").filter(visible).map((element) => [element.dataset.key, nameOf(element)]));
  list.replaceChildren(...[...known].flatMap(([keys, name]) => {
    const term = document.createElement("dt");
    term.append(...keys.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key })));
    return [term, Object.assign(document.createElement("dd"), { textContent: name })];
  }));
}

function openDialog(dialog) {
  all("[data-keys]", dialog).forEach(listKeys);
  if (!dialog.open) dialog.showModal();
}

function closeMenus(besides) {
  all("details.menu[open]").filter((menu) => menu !== besides).forEach((menu) => {
    if (menu.contains(document.activeElement)) one("summary", menu).focus();
    menu.open = false;
  });
}

// Whoever opens a menu stands in it.
function enterMenu({ target }) {
  if (target.matches("details.menu[open]") && !target.reopened) one(".menu__box :is(button, a)", target)?.focus();
  target.reopened = false;
}

// --- Times that tick: data-since counts up, data-until counts down ------------------------------------------
function spelt(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

// The hotline's time, which need not be this computer's.
let ahead = Date.parse(one("meta[name=now]")?.content ?? "") - Date.now() || 0;

function tick() {
  const now = Date.now() + ahead;
  all("time[data-since]").forEach((time) => show(time, (now - Date.parse(time.dataset.since)) / 1000));
  all("time[data-until]").forEach((time) => show(time, (Date.parse(time.dataset.until) - now) / 1000));
}

function show(time, seconds) {
  const text = spelt(seconds);
  if (time.textContent !== text) time.textContent = text;
}

function setClock(answer) {
  const told = Date.parse(answer.getResponseHeader("X-Now") ?? "");
  if (told) ahead = told - Date.now();
}

// --- Drafts: a textarea with data-draft="<name>" survives reloads until it is sent --------------------------
const draftKey = (field) => `draft:${field.dataset.draft}`;

function keepDraft(field) {
  if (field.value) sessionStorage.setItem(draftKey(field), field.value);
  else sessionStorage.removeItem(draftKey(field));
}

function restoreDrafts(root) {
  all("textarea[data-draft]", root).filter((field) => !field.value).forEach((field) => {
    field.value = sessionStorage.getItem(draftKey(field)) ?? "";
    if (field.value) field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function clearDrafts(form) {
  all("textarea[data-draft]", form).forEach((field) => sessionStorage.removeItem(draftKey(field)));
}

// --- Forms: asked once, sent once ---------------------------------------------------------------------------
function submit(event) {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (form.dataset.busy || (question && !window.confirm(question))) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (form.method === "dialog" || one("[hx-post]", form) || form.hasAttribute("hx-post")) return;
  form.dataset.busy = "1";
  clearDrafts(form);
}

function lock(element, busy) {
  const form = element.lockedWith ?? element.closest("form") ?? element.form ?? element;
  element.lockedWith = busy ? form : null;
  const buttons = form.matches("form") ? [...form.elements].filter((field) => field.matches("button")) : [form];
  buttons.forEach((button) => (busy ? button.setAttribute("aria-busy", "true") : button.removeAttribute("aria-busy")));
  if (busy) form.dataset.busy = "1";
  else delete form.dataset.busy;
}

function onlyOnce(event) {
  if (!event.target.closest("[aria-busy=true]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

// --- htmx: token, network, what stays where it was ----------------------------------------------------------
const polls = (detail) => Boolean(detail.requestConfig?.headers?.["X-Poll"]);
let stood = null;
let opened = [];

function offline(gone) {
  const banner = one("#offline");
  if (banner && banner.hidden === gone) banner.hidden = !gone;
}

// What was said before is not about what is done now.
function beforeRequest({ detail }) {
  if (polls(detail)) return;
  lock(detail.elt, true);
  one("#notice")?.replaceChildren();
}

function beforeSwap({ detail, target }) {
  const { xhr } = detail;
  if (xhr.status >= 400) detail.shouldSwap = Boolean(xhr.getResponseHeader("HX-Retarget")) && !polls(detail);
  if (!detail.shouldSwap) return;
  const active = document.activeElement;
  opened = all("details[id][open]", target).map((details) => details.id);
  stood = target.contains(active) && active !== target ? { region: target.id, at: stops(target).indexOf(active) } : null;
}

// What was open stays open.
function afterSwap() {
  opened.map((id) => document.getElementById(id)).filter((details) => details && !details.open).forEach((details) => {
    details.reopened = true;
    details.open = true;
  });
  opened = [];
}

const stops = (region) => all("a[href], button, summary, input, select, textarea", region).filter(visible);

// Who stood on a button that is gone stands on its neighbour, not at the top of the page.
function afterSettle() {
  restoreDrafts(document);
  tick();
  const region = stood && document.activeElement === body && document.getElementById(stood.region);
  if (region) (stops(region)[Math.min(Math.max(stood.at, 0), stops(region).length - 1)] ?? region).focus({ preventScroll: true });
  stood = null;
}

function afterRequest({ detail }) {
  const status = detail.xhr.status;
  offline(status === 0 || status >= 502);
  if (status) setClock(detail.xhr);
  if (polls(detail)) return;
  lock(detail.elt, false);
  // By now detail.elt may be another one, in place of a form that was replaced.
  const { elt, verb } = detail.requestConfig;
  const sent = verb === "get" ? null : elt.closest("form");
  if (detail.successful && sent) clearDrafts(sent);
}

function listen() {
  document.addEventListener("keydown", press);
  document.addEventListener("click", onlyOnce, true);
  document.addEventListener("toggle", enterMenu, true);
  document.addEventListener("submit", submit, true);
  document.addEventListener("input", ({ target }) => { if (target.dataset.draft) keepDraft(target); });
  document.addEventListener("click", ({ target }) => {
    const opener = target.closest("[data-opens]");
    if (opener) openDialog(document.getElementById(opener.dataset.opens));
    if (target.closest("[data-dismisses]")) target.closest(target.closest("[data-dismisses]").dataset.dismisses).remove();
    closeMenus(target.closest("details.menu"));
  });
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted) all("form[data-busy]").forEach((form) => lock(form, false)); });
}

function listenToHtmx() {
  body.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.verb === "get") return;
    detail.headers["X-CSRFToken"] = one("meta[name=csrf-token]").content;
    // htmx takes it from the polled region a button stands in; but a click is no poll.
    if (!detail.elt.hasAttribute("hx-headers")) delete detail.headers["X-Poll"];
  });
  body.addEventListener("htmx:beforeRequest", beforeRequest);
  body.addEventListener("htmx:beforeSwap", beforeSwap);
  body.addEventListener("htmx:afterSwap", afterSwap);
  body.addEventListener("htmx:afterSettle", afterSettle);
  body.addEventListener("htmx:afterRequest", afterRequest);
}

listen();
listenToHtmx();
restoreDrafts(document);
setInterval(tick, 1000);
}
