// One call: what is heard, what can be done now, and (only if switched on) the hotline's patience.
"use strict";

const KEY_PAUSE = 2500; // without real time, this long after the last key the keys count as complete

const call = {
  sid: null, next: 0, listening: null, over: true, busy: false, problems: 0, began: 0, patience: null, keyPause: null,

  async place() {
    const from = callerNumber();
    if (from === null) return;
    byId("transcript").replaceChildren();
    this.show("dialling", "busy");
    const view = await this.run(() => ask("POST", "/calls", { from }));
    if (!view) this.show("idle", "");
  },

  async take(sid, deed) {
    Object.assign(this, { sid, next: 0, problems: 0 });
    if (deed === "answer") byId("transcript").replaceChildren();
    await this.run(() => ask("POST", `/calls/${sid}/${deed}`, { after: 0 }));
  },

  async act(deed, details) {
    if (this.over || !this.sid) return;
    clearTimeout(this.patience);
    clearTimeout(this.keyPause);
    mouth.stop();
    if (deed !== "press") this.show("thinking", "busy");
    await this.run(() => ask("POST", `/calls/${this.sid}/${deed}`, { ...details, after: this.next }));
  },

  async run(deed) {
    this.busy = true;
    this.enable();
    const view = await guarded(deed);
    this.busy = false;
    if (view) this.update(view);
    this.enable();
    return view;
  },

  async watch() {
    if (this.over || this.busy || !this.sid) return;
    const [sid, next] = [this.sid, this.next];
    const view = await guarded(() => ask("GET", `/calls/${sid}?after=${next}&wait=15`));
    if (view && !this.busy && sid === this.sid && next === this.next) this.update(view);
  },

  update(view) {
    if (view.sid !== this.sid) Object.assign(this, { sid: view.sid, problems: 0, began: Date.now() });
    if (this.over && !view.over) this.began = Date.now();
    Object.assign(this, { next: view.next, listening: view.listening, over: view.over });
    view.entries.forEach((entry) => this.write(entry));
    view.problems.slice(this.problems).forEach((text) => append(byId("transcript"), bubble("problem", text)));
    this.problems = view.problems.length;
    if (view.over) this.end(view.status);
    else this.show(view.status === "in-progress" ? "connected" : "dialling", "on");
    if (view.entries.length) this.speakThenWait(view.entries.filter((entry) => entry.kind === "heard"));
  },

  write(entry) {
    byId("empty").hidden = true;
    const lost = entry.taken === false ? ` (${word("lost")})` : "";
    if (entry.kind === "heard") {
      const item = bubble("theirs", entry.text || "♪", this.speaker(entry));
      item.lang = entry.language || LANGUAGE;
      append(byId("transcript"), item);
    } else if (entry.kind === "said") append(byId("transcript"), bubble("mine", entry.text + lost));
    else if (entry.kind === "pressed") this.writeKey(entry.text, lost);
    else if (entry.kind === "waited") append(byId("transcript"), bubble("event", word("silent")));
    else if (word("rooms")[entry.kind]) append(byId("transcript"), bubble("event", word("rooms")[entry.kind]));
    else if (entry.kind === "ended") append(byId("transcript"), bubble("event", word("statuses")[entry.text] || entry.text));
  },

  speaker(entry) {
    if (entry.sound === "person") return entry.voice || word("person");
    return word(entry.sound === "error" ? "carrier" : "hotline");
  },

  writeKey(key, lost) {
    const last = byId("transcript").lastElementChild;
    if (last && last.classList.contains("keys") && !lost) last.append(key);
    else append(byId("transcript"), bubble("mine keys", key + lost));
  },

  // Silence counts only in real time, and only once the hotline has finished speaking.
  speakThenWait(heard) {
    clearTimeout(this.patience);
    const at = this.next;
    const wait = () => {
      if (at === this.next) this.startPatience();
    };
    const rest = [...heard];
    const following = () => {
      const entry = rest.shift();
      if (!entry) return wait();
      mouth.speak(entry.text, entry.language, following);
    };
    following();
  },

  startPatience() {
    if (!byId("realtime").checked || this.over || !this.listening || !this.listening.timeout) return;
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.act("silence"), this.listening.timeout * 1000);
  },

  press(key) {
    if (this.over) return;
    this.act("press", { keys: key, wait: false }).then(() => {
      if (!this.over && this.listening && this.listening.digits && !byId("realtime").checked)
        this.keyPause = setTimeout(() => this.act("silence"), KEY_PAUSE);
    });
  },

  end(status) {
    clearTimeout(this.patience);
    clearTimeout(this.keyPause);
    byId("status").textContent = word("statuses")[status] || word("ended");
    byId("lamp").className = "lamp";
  },

  show(key, lamp) {
    byId("status").textContent = word(key);
    byId("lamp").className = `lamp ${lamp}`;
  },

  enable() {
    const talking = !this.over && !this.busy;
    for (const id of ["words", "say", "silence", "mic"]) byId(id).disabled = !talking;
    byId("hangup").disabled = this.over;
    byId("call").disabled = !this.over || this.busy;
    byId("call").hidden = !this.over;
    byId("hangup").hidden = this.over;
    for (const key of byId("keypad").querySelectorAll("button")) key.disabled = !talking;
    byId("listening").textContent = this.expectation();
    if (talking && document.activeElement === document.body) byId("words").focus();
  },

  expectation() {
    if (this.over || !this.listening) return "";
    if (this.listening.kind === "conference") return word("people");
    const ways = [this.listening.speech && word("speech"), this.listening.keys && word("keys")].filter(Boolean);
    const patience = byId("realtime").checked ? `${this.listening.timeout} s` : word("patient");
    return ways.length ? `${word("listensFor")} ${ways.join(` ${word("and")} `)}. ${patience}` : word("nothing");
  },

  tick() {
    if (this.over || !this.began) return;
    const seconds = Math.floor((Date.now() - this.began) / 1000);
    byId("timer").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  },
};
