// The page's own words, in the browser's language.
"use strict";

const WORDS = {
  en: {
    title: "Phone", simulated: "Simulated telephone network", call: "Call", voice: "Voice", sms: "Text", yourNumber: "Your number",
    otherNumber: "Another number", other: "Another number …", withheld: "Withheld", answer: "Answer", decline: "Decline",
    idle: "Ready", dialling: "Calling …", connected: "On the phone", thinking: "The hotline is answering …",
    ended: "Call ended", empty: "Press Call and talk to the hotline.", sayHere: "Say something", say: "Say",
    silence: "(silence)", hangUp: "Hang up", keypad: "Keypad", aloud: "Read aloud",
    realtime: "Real time: silence counts", emptySms: "No messages with this number yet.", textHere: "Text message",
    send: "Send", picture: "with a picture", hotline: "Hotline", carrier: "Telephone network", lost: "nobody was listening",
    silent: "– silence –", mic: "Speak", micStop: "Stop speaking", listensFor: "Listening for", speech: "speech",
    keys: "keys", and: "and", nothing: "Not listening.", patient: "The call waits for you.",
    noMic: "This browser cannot recognise speech; type instead.", incoming: "Incoming call from", unreachable: "The telephone network cannot be reached.",
    needNumber: "Enter a number like +4915228817386.", characters: "characters", withPicture: "📷 picture", undelivered: "not delivered",
    person: "Person", people: "Others in the call hear what you say.",
    rooms: { joined: "– waiting to be connected –", connected: "– connected –", left: "– disconnected –" },
    statuses: { completed: "Call ended", busy: "Busy", "no-answer": "No answer", failed: "Failed", canceled: "Cancelled" },
  },
  de: {
    title: "Telefon", simulated: "Simuliertes Telefonnetz", call: "Anrufen", voice: "Anruf", sms: "SMS", yourNumber: "Ihre Nummer",
    otherNumber: "Andere Nummer", other: "Andere Nummer …", withheld: "Unterdrückt", answer: "Annehmen", decline: "Ablehnen",
    idle: "Bereit", dialling: "Wird angerufen …", connected: "Im Gespräch", thinking: "Die Hotline antwortet …",
    ended: "Gespräch beendet", empty: "„Anrufen“ drücken und mit der Hotline sprechen.", sayHere: "Etwas sagen", say: "Sagen",
    silence: "(Schweigen)", hangUp: "Auflegen", keypad: "Wähltasten", aloud: "Vorlesen",
    realtime: "Echtzeit: Schweigen zählt", emptySms: "Mit dieser Nummer gibt es noch keine Nachrichten.", textHere: "Nachricht",
    send: "Senden", picture: "mit Bild", hotline: "Hotline", carrier: "Telefonnetz", lost: "niemand hat zugehört",
    silent: "– Schweigen –", mic: "Sprechen", micStop: "Sprechen beenden", listensFor: "Erwartet", speech: "Sprache",
    keys: "Tasten", and: "und", nothing: "Hört nicht zu.", patient: "Das Gespräch wartet auf Sie.",
    noMic: "Dieser Browser erkennt keine Sprache; bitte tippen.", incoming: "Anruf von", unreachable: "Das Telefonnetz ist nicht erreichbar.",
    needNumber: "Bitte eine Nummer wie +4915228817386 eingeben.", characters: "Zeichen", withPicture: "📷 Bild", undelivered: "nicht zugestellt",
    person: "Mensch", people: "Die anderen im Gespräch hören, was Sie sagen.",
    rooms: { joined: "– wartet auf die Verbindung –", connected: "– verbunden –", left: "– getrennt –" },
    statuses: { completed: "Gespräch beendet", busy: "Besetzt", "no-answer": "Keine Antwort", failed: "Fehlgeschlagen", canceled: "Abgebrochen" },
  },
};

const LANGUAGE = (navigator.language || "en").toLowerCase().startsWith("de") ? "de" : "en";
const word = (key) => WORDS[LANGUAGE][key];

function translatePage() {
  document.documentElement.lang = LANGUAGE;
  document.title = word("title");
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  document.getElementById("words").placeholder = word("sayHere");
  document.getElementById("text").placeholder = word("textHere");
}
