// Menus close on Escape and on a press elsewhere; messages can be dismissed; "/" leads to the search of pages.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (menu !== except) menu.open = false;
}

function startRail() {
  const box = document.querySelector("[data-rail-search]");
  const rail = document.querySelector("[data-rail]");
  if (rail && matchMedia("(max-width: 991px)").matches) rail.open = false;
  if (!box) return;
  box.hidden = false;
  const input = box.querySelector("input");
  const links = () => [...rail.querySelectorAll("nav a")].filter((link) => link.offsetParent);
  input.addEventListener("input", () => filterRail(rail, input.value.trim().toLowerCase()));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") links()[0]?.click();
    if (event.key === "ArrowDown") { event.preventDefault(); links()[0]?.focus(); }
    if (event.key === "Escape") { input.value = ""; filterRail(rail, ""); input.blur(); }
  });
  rail.querySelector("nav").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = links();
    const next = all.indexOf(document.activeElement) + step;
    (next < 0 ? input : all[Math.min(next, all.length - 1)])?.focus();
  });
}

function filterRail(rail, words) {
  let shown = 0;
  for (const department of rail.querySelectorAll(".rail-department")) {
    const whole = department.querySelector("h2").textContent.toLowerCase().includes(words);
    let here = 0;
    for (const item of department.querySelectorAll("li")) {
      item.hidden = !(whole || item.textContent.toLowerCase().includes(words));
      here += item.hidden ? 0 : 1;
    }
    department.hidden = here === 0;
    shown += here;
  }
  rail.querySelector("[data-rail-none]").hidden = shown > 0 || !rail.querySelector(".rail-department");
}

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

export function start(root) {
  root.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details[data-menu]"));
    const button = event.target.closest("[data-dismiss]");
    button?.closest(button.dataset.dismiss)?.remove();
    if (event.target.closest("[data-print]")) window.print();
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = root.querySelector("details[data-menu][open]");
      closeMenus(null);
      open?.querySelector("summary").focus();
    }
    if (event.key === "/" && !isTyping(event.target)) {
      const search = root.querySelector("[data-search]") ?? root.querySelector("[data-rail-search] input");
      if (search) {
        event.preventDefault();
        if (search.closest("[data-rail]")) search.closest("[data-rail]").open = true;
        search.focus();
      }
    }
  });
  for (const button of root.querySelectorAll("[data-dismiss], [data-print]")) button.hidden = false;
  startRail();
}
