// A clock that ticks on while the page is hidden; browsers let pages in the background tick once a minute only.
"use strict";
setInterval(() => postMessage("tick"), 1000);
