// The browser's own ears and mouth, where it has them.
"use strict";

const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;

const mouth = {
  // Reads a text aloud in its language; `then` is called when it is finished, or at once if reading is off.
  speak(text, language, then) {
    if (!byId("aloud").checked || !window.speechSynthesis || !text) return then();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = language || document.documentElement.lang;
    utterance.onend = utterance.onerror = then;
    window.speechSynthesis.speak(utterance);
  },
  stop() {
    if (window.speechSynthesis) window.speechSynthesis.cancel();
  },
};

const ear = {
  recognition: null,
  get available() {
    return Boolean(Recognition);
  },
  // Listens once in the language the hotline expects; a second press stops.
  toggle(language, onText) {
    if (this.recognition) return this.recognition.stop();
    mouth.stop();
    this.recognition = new Recognition();
    this.recognition.lang = language || "de-DE";
    this.recognition.interimResults = true;
    this.recognition.onresult = (event) => {
      const last = event.results[event.results.length - 1];
      byId("words").value = last[0].transcript;
      if (last.isFinal) onText(last[0].transcript, last[0].confidence);
    };
    this.recognition.onend = this.recognition.onerror = () => this.show(false);
    this.recognition.start();
    this.show(true);
  },
  show(on) {
    if (!on) this.recognition = null;
    byId("mic").setAttribute("aria-pressed", String(on));
    byId("mic").setAttribute("aria-label", word(on ? "micStop" : "mic"));
    byId("mic").title = word(on ? "micStop" : "mic");
  },
};
