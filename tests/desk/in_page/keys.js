// Every shortcut that works on this page now.
return [...document.querySelectorAll("[data-key]")].filter((n) => n.checkVisibility() && !n.disabled).map((n) => n.dataset.key);
