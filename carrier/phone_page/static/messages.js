// The text messages of the chosen number, and calls that ring it.
"use strict";

const messages = {
  shown: "",
  ringing: null,

  async look() {
    const number = callerNumber(true);
    if (!number) return this.write([]);
    const view = await guarded(() => ask("POST", "/phone", { number }));
    if (view && number === callerNumber(true)) this.update(view);
  },

  update(view) {
    this.write(view.messages);
    this.ringing = view.ringing[0] || null;
    byId("incoming").hidden = !this.ringing;
    byId("incoming-text").textContent = this.ringing ? `${word("incoming")} ${this.ringing.from}` : "";
  },

  // Written anew only when something changed, so that a screen reader is not told the same again.
  write(list) {
    const state = JSON.stringify(list.map((message) => [message.sid, message.status]));
    if (state === this.shown) return;
    this.shown = state;
    byId("thread").replaceChildren(...list.map((message) => this.item(message)));
    byId("thread").scrollTop = byId("thread").scrollHeight;
    byId("empty-sms").hidden = list.length > 0;
  },

  item(message) {
    const text = [message.media ? word("withPicture") : "", message.text].filter(Boolean).join("\n");
    const failed = message.status === "undelivered" || message.status === "failed";
    return bubble(message.mine ? "mine" : "theirs", text + (failed ? ` (${word("undelivered")})` : ""), message.mine ? "" : word("hotline"));
  },

  async send() {
    const number = callerNumber();
    const text = byId("text").value.trim();
    const media = byId("picture").checked ? 1 : 0;
    if (!number || (!text && !media)) return number === "" ? showFault(word("needNumber")) : undefined;
    byId("send").disabled = true;
    const view = await guarded(() => ask("POST", "/phone/messages", { number, text, media }));
    byId("send").disabled = false;
    if (!view) return;
    byId("text").value = "";
    byId("count").textContent = "";
    byId("picture").checked = false;
    this.update(view);
    byId("text").focus();
  },
};
