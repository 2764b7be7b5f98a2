// From now on every stop of the focus is noted: what it is, whether it can be seen, and whether something covers it.
const ring = (n) => {
  const style = getComputedStyle(n);
  return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
};
const bare = (n) => {
  const box = n.getBoundingClientRect();
  const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)];
  const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
  if (right <= left || bottom <= top) return false;
  const points = [.1, .5, .9].flatMap((x) => [.2, .5, .8].map((y) => [left + (right - left) * x, top + (bottom - top) * y]));
  return points.some(([x, y]) => { const there = document.elementFromPoint(x, y); return there && (n.contains(there) || n.labels?.[0]?.contains(there)); });
};
window.stopsSeen = [];
document.addEventListener("focusin", ({ target: n }) => {
  const name = `${n.tagName} ${(n.getAttribute("aria-label") || n.labels?.[0]?.textContent || n.textContent).trim().slice(0, 60)}`;
  window.stopsSeen.push({ name, seen: ring(n) && bare(n) });
});
