// What every page gets. Each module finds its own data attributes and does nothing where there are none;
// all of it is an addition: the pages work without.
import { start as busyForms } from "./forms.js";
import { start as delayedButtons } from "./delay.js";
import { start as countdowns } from "./countdown.js";
import { start as menus } from "./menus.js";
import { start as fileHashes } from "./file-hash.js";
import { start as tables } from "./tables.js";
import { start as themes } from "./theme.js";

const everywhere = [busyForms, delayedButtons, countdowns, tables, fileHashes];

for (const start of [menus, themes, ...everywhere]) start(document);
document.addEventListener("htmx:load", (event) => {
  for (const start of everywhere) start(event.detail.elt);
});
