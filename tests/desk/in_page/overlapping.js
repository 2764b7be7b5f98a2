// Words that lie upon other words: two things with words of their own, neither inside the other.
const own = (n) => [...n.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim());
const floats = (n) => { for (let at = n; at; at = at.parentElement) if (["fixed", "sticky", "absolute"].includes(getComputedStyle(at).position)) return true; };
// What is scrolled out of sight lies upon nothing.
const inSight = (n, box) => {
  let { left, right, top, bottom } = box;
  for (let at = n.parentElement; at; at = at.parentElement) {
    if (getComputedStyle(at).overflow === "visible") continue;
    const edge = at.getBoundingClientRect();
    [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
    [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
  }
  return { left, right, top, bottom };
};
const boxes = [...document.querySelectorAll("main *")]
  .filter((n) => n.checkVisibility() && own(n) && !n.closest(".visually-hidden, dialog, svg") && !floats(n))
  .flatMap((n) => [...n.childNodes].filter((c) => c.nodeType === 3 && c.textContent.trim()).flatMap((words) => {
    const range = document.createRange();
    range.selectNodeContents(words);
    return [...range.getClientRects()].map((b) => [n, inSight(n, b)]).filter(([, b]) => b.right - b.left > 2 && b.bottom - b.top > 2);
  }));
const found = new Set();
const short = (n) => n.textContent.trim().slice(0, 30);
boxes.forEach(([n, a], i) => boxes.slice(i + 1).forEach(([m, b]) => {
  if (n.contains(m) || m.contains(n)) return;
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (wide > 3 && high > 5) found.add(`${short(n)} | ${short(m)}`);
}));
return [...found].slice(0, 10);
