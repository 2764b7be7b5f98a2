// How many things there are that can be reached with Tab; of a group of radio buttons it is one.
const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((n) => n.checkVisibility() && !n.disabled && n.tabIndex >= 0 && n.type !== "hidden");
const groups = new Set(all.filter((n) => n.type === "radio").map((n) => n.name));
return all.filter((n) => n.type !== "radio").length + groups.size;
