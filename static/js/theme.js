// As the device, light, dark: pressed in turn and kept in a cookie, which the server reads, so that no page flashes.
const order = ["auto", "light", "dark"];
const page = document.documentElement;

function keep(theme) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`;
}

export function start(root) {
  for (const button of root.querySelectorAll("[data-theme-toggle]")) {
    const say = () => {
      const words = button.getAttribute(`data-label-${page.dataset.theme}`);
      button.title = words;
      button.querySelector("[data-theme-label]").textContent = words;
    };
    button.hidden = false;
    say();
    button.addEventListener("click", () => {
      page.dataset.theme = order[(order.indexOf(page.dataset.theme) + 1) % order.length];
      keep(page.dataset.theme);
      say();
    });
  }
}
