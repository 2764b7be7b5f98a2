// Tells of new cases: an element with data-news="<id>" appears. A gentle sound, a count in the title, and a
// notification while the page is hidden; never with personal data.
"use strict";

(() => {
  const heard = new Set(JSON.parse(sessionStorage.getItem("news") ?? "[]"));
  const title = document.title;
  const data = document.body.dataset;
  let sound = null;

  function announce() {
    const items = [...document.querySelectorAll("[data-news]")].filter((item) => item.dataset.news && !heard.has(item.dataset.news));
    items.forEach((item) => heard.add(item.dataset.news));
    sessionStorage.setItem("news", JSON.stringify([...heard].slice(-100)));
    if (items.length && data.sound === "on") chime();
    if (items.length) notify(items[0].dataset.newsText);
    const count = Number(document.querySelector("[data-waiting]")?.dataset.waiting ?? 0);
    document.title = count ? `(${count}) ${title}` : title;
  }

  function chime() {
    if (!sound || sound.state !== "running") return;
    [523.25, 659.25].forEach((pitch, index) => tone(pitch, sound.currentTime + index * 0.18));
  }

  function tone(pitch, at) {
    const [voice, volume] = [sound.createOscillator(), sound.createGain()];
    voice.frequency.value = pitch;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.12, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.7);
    voice.connect(volume).connect(sound.destination);
    voice.start(at);
    voice.stop(at + 0.75);
  }

  // Browsers allow sound only after somebody has done something on the page.
  function allowSound() {
    if (data.sound !== "on") return;
    sound ??= new AudioContext();
    if (sound.state === "suspended") sound.resume();
  }

  function notify(text) {
    if (!text || data.notifications !== "on" || !document.hidden) return;
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    const note = new Notification(title, { body: text, icon: data.icon, tag: "case" });
    note.onclick = () => { window.focus(); note.close(); };
  }

  function askToNotify() {
    Notification.requestPermission().then(offerNotifications);
  }

  function offerNotifications() {
    const open = "Notification" in window && Notification.permission === "default" && data.notifications === "on";
    document.querySelectorAll("[data-asks=notifications]").forEach((button) => { button.hidden = !open; });
  }

  function look() {
    announce();
    offerNotifications();
  }

  function listen() {
    ["pointerdown", "keydown"].forEach((kind) => document.addEventListener(kind, allowSound, { passive: true }));
    document.addEventListener("click", ({ target }) => { if (target.closest("[data-asks=notifications]")) askToNotify(); });
    document.body.addEventListener("htmx:afterSettle", look);
  }

  // Browsers let a hidden page tick once a minute only, but not its worker: the news stay fresh.
  function keepTicking() {
    const pulse = new Worker(data.pulse);
    pulse.onmessage = () => { if (document.hidden) htmx.trigger(document.body, "pulse"); };
  }

  listen();
  keepTicking();
  look();
})();
