// What has the focus, and whether that can be seen.
const n = document.activeElement, style = getComputedStyle(n);
const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
const box = n.getBoundingClientRect();
return {
  tag: n.tagName,
  name: n.getAttribute("name"),
  words: (n.getAttribute("aria-label") || n.labels?.[0]?.textContent || n.textContent).trim().slice(0, 80),
  seen: (ring || style.boxShadow !== "none") && box.width > 0 && box.height > 0,
};
