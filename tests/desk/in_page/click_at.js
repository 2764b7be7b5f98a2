// Clicks the first of these at that moment, however long it takes until then.
const [css, moment] = arguments;
setTimeout(() => [...document.querySelectorAll(css)].find((n) => n.checkVisibility())?.click(), moment - Date.now());
