// All words that can be seen in what is meant.
return [...document.querySelectorAll(arguments[0])].filter((n) => n.checkVisibility()).map((n) => n.innerText).join("\n");
