// Talks to the carrier's JSON interface; addresses are relative, so the page works behind any path.
"use strict";

const byId = (id) => document.getElementById(id);

async function ask(method, path, body) {
  const options = { method, headers: { Accept: "application/json" } };
  if (method === "POST") {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body || {});
  }
  const response = await fetch("phone/api" + path, options);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error || `${response.status}`);
  return answer;
}

function showFault(text) {
  byId("fault").textContent = text || "";
  byId("fault").hidden = !text;
}

async function guarded(deed) {
  try {
    const result = await deed();
    showFault("");
    return result;
  } catch (fault) {
    showFault(fault instanceof TypeError ? word("unreachable") : fault.message);
    return null;
  }
}

function bubble(kind, text, who) {
  const item = document.createElement("li");
  item.className = kind;
  if (who) {
    const label = document.createElement("span");
    label.className = "who";
    label.textContent = who;
    item.append(label);
  }
  item.append(text);
  return item;
}

function append(list, item) {
  list.append(item);
  list.scrollTop = list.scrollHeight;
}
