// What sticks out of the screen on the right.
const width = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= width) return [];
return [...document.querySelectorAll("body *")].filter((n) => n.getBoundingClientRect().right > width + 1)
  .map((n) => `${n.tagName}.${n.className} ${Math.round(n.getBoundingClientRect().right)}`);
