// Words of which a part cannot be seen. What scrolls by itself is not cut off.
const scrolls = ["auto", "scroll"];
const narrow = ["BUTTON", "LABEL", "SELECT", "SUMMARY", "TH", "TD"];
const cut = (n) => {
  const style = getComputedStyle(n);
  const tooWide = n.scrollWidth > n.clientWidth + 1, tooHigh = n.scrollHeight > n.clientHeight + 2;
  return (tooWide && style.overflowX !== "visible" && !scrolls.includes(style.overflowX))
    || (tooHigh && style.overflowY === "hidden")
    || (tooWide && narrow.includes(n.tagName));
};
// Words for screen readers only, whatever the class that hides them.
const unseen = (n) => { for (let at = n; at; at = at.parentElement) if (getComputedStyle(at).clipPath !== "none") return true; };
const worded = (n) => n.checkVisibility() && n.clientWidth > 1 && n.textContent.trim()
  && !n.closest("svg") && !unseen(n) && getComputedStyle(n).display !== "inline";
return [...document.querySelectorAll("body *")].filter(worded).filter(cut)
  .map((n) => `${n.tagName}.${n.className}: ${n.textContent.trim().slice(0, 60)}`);
