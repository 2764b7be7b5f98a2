// A day into a field for days, as the browser's own calendar would put it there.
const [field, day] = arguments;
field.value = day;
field.dispatchEvent(new Event("input", { bubbles: true }));
field.dispatchEvent(new Event("change", { bubbles: true }));
