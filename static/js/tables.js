// Rows of a table marked data-rows are walked with arrow keys or j and k; Enter opens the row's first link.
import { fresh } from "./once.js";

export function start(root) {
  for (const table of fresh(root, "table[data-rows]")) {
    const rows = () => [...table.tBodies[0].rows].filter((row) => row.querySelector("a"));
    for (const row of rows()) row.tabIndex = -1;
    const first = rows()[0];
    if (first) first.tabIndex = 0;
    table.addEventListener("keydown", (event) => {
      const row = event.target.closest("tbody tr");
      if (!row || event.target.closest("input, select, textarea")) return;
      const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
      if (step) {
        const all = rows();
        const next = all[all.indexOf(row) + step];
        if (!next) return;
        event.preventDefault();
        row.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      } else if (event.key === "Enter" && event.target === row) {
        row.querySelector("a").click();
      }
    });
  }
}
