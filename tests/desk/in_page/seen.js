// What is meant and can be seen now.
return [...document.querySelectorAll(arguments[0])].filter((n) => n.checkVisibility());
