// The button, link or label with these words on it, without the key that stands beside them.
const [words, scope] = arguments;
const name = (n) => {
  const copy = n.cloneNode(true);
  copy.querySelectorAll("kbd, .visually-hidden").forEach((part) => part.remove());
  return (n.getAttribute("aria-label") || copy.textContent).replace(/\s+/g, " ").trim();
};
const all = [...(document.querySelector(scope) ?? document).querySelectorAll("button, a[href], summary, label")]
  .filter((n) => n.checkVisibility());
return all.find((n) => name(n) === words) ?? all.find((n) => name(n).startsWith(words)) ?? null;
