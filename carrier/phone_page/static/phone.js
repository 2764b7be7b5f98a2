// Puts the page together: numbers, tabs, keypad, buttons, and the regular look for news.
"use strict";

const LETTERS = { 2: "ABC", 3: "DEF", 4: "GHI", 5: "JKL", 6: "MNO", 7: "PQRS", 8: "TUV", 9: "WXYZ", 0: "+" };
const E164 = /^\+[1-9]\d{6,14}$/;

// The chosen number; "" if withheld, null (and a word about it) if what was typed is no number.
function callerNumber(quietly) {
  const chosen = byId("caller").value;
  if (chosen !== "other") return chosen;
  const typed = byId("other").value.replace(/[\s()/-]/g, "");
  if (E164.test(typed)) return typed;
  if (!quietly) {
    showFault(word("needNumber"));
    byId("other").focus();
  }
  return null;
}

function fillCallers(callers) {
  const options = callers.map(({ number, label }) => new Option(label ? `${number} · ${label}` : number, number));
  byId("caller").replaceChildren(...options, new Option(word("withheld"), ""), new Option(word("other"), "other"));
}

function buildKeypad() {
  for (const key of "123456789*0#") {
    const button = document.createElement("button");
    const letters = document.createElement("small");
    letters.textContent = LETTERS[key] || "";
    letters.setAttribute("aria-hidden", "true");
    button.type = "button";
    button.disabled = true;
    button.dataset.key = key;
    button.append(key, letters);
    button.addEventListener("click", () => call.press(key));
    byId("keypad").append(button);
  }
}

function showTab(name) {
  for (const other of ["call", "sms"]) {
    byId(`panel-${other}`).hidden = other !== name;
    byId(`tab-${other}`).setAttribute("aria-selected", String(other === name));
    byId(`tab-${other}`).tabIndex = other === name ? 0 : -1;
  }
  byId("thread").scrollTop = byId("thread").scrollHeight;
}

function connectTabs() {
  for (const name of ["call", "sms"]) {
    byId(`tab-${name}`).addEventListener("click", () => showTab(name));
    byId(`tab-${name}`).addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      const other = name === "call" ? "sms" : "call";
      showTab(other);
      byId(`tab-${other}`).focus();
    });
  }
}

function sayTyped() {
  const text = byId("words").value.trim();
  if (!text) return;
  byId("words").value = "";
  call.act("say", { text }).then(() => byId("words").focus());
}

function connectCall() {
  byId("call").addEventListener("click", () => call.place());
  byId("hangup").addEventListener("click", () => call.act("hangup"));
  byId("silence").addEventListener("click", () => call.act("silence"));
  byId("speak").addEventListener("submit", (event) => {
    event.preventDefault();
    sayTyped();
  });
  byId("words").addEventListener("input", () => clearTimeout(call.patience)); // typing is speaking
  byId("mic").hidden = !ear.available;
  byId("mic").addEventListener("click", () => {
    clearTimeout(call.patience);
    ear.toggle(call.listening && call.listening.language, sayTyped);
  });
  byId("note").textContent = ear.available ? "" : word("noMic");
  byId("aloud").addEventListener("change", () => mouth.stop());
  byId("realtime").addEventListener("change", () => {
    clearTimeout(call.patience);
    call.startPatience();
    call.enable();
  });
}

function connectMessages() {
  byId("send-form").addEventListener("submit", (event) => {
    event.preventDefault();
    messages.send();
  });
  byId("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      messages.send();
    }
  });
  byId("text").addEventListener("input", () => {
    const length = byId("text").value.length;
    byId("count").textContent = length ? `${length} ${word("characters")}` : "";
  });
  byId("answer").addEventListener("click", () => takeRinging("answer"));
  byId("decline").addEventListener("click", () => takeRinging("decline"));
  byId("caller").addEventListener("change", changeNumber);
  byId("other").addEventListener("change", changeNumber);
}

function takeRinging(deed) {
  if (!messages.ringing) return;
  showTab("call");
  byId("incoming").hidden = true;
  call.take(messages.ringing.sid, deed);
}

function changeNumber() {
  byId("other").hidden = byId("caller").value !== "other";
  if (!byId("other").hidden && !byId("other").value) byId("other").focus();
  messages.look();
}

async function watchCall() {
  for (;;) {
    await call.watch();
    await new Promise((resolve) => setTimeout(resolve, call.over || call.busy ? 400 : 50));
  }
}

async function start() {
  translatePage();
  buildKeypad();
  connectTabs();
  connectCall();
  connectMessages();
  ear.show(false);
  const setup = await guarded(() => ask("GET", "/setup"));
  fillCallers(setup ? setup.callers : []);
  byId("hotline").textContent = setup ? setup.hotlines.join(", ") : "";
  changeNumber();
  setInterval(() => call.tick(), 500);
  setInterval(() => document.hidden || messages.look(), 2500);
  watchCall();
}

start();
