// A button marked data-enable-after="5" can be pressed after five seconds of reading; the seconds are counted in its words.
// The server checks the time again: this only tells the reader.
import { fresh } from "./once.js";

export function start(root) {
  for (const button of fresh(root, "[data-enable-after]")) {
    const words = button.textContent.trim();
    let left = Number.parseInt(button.dataset.enableAfter, 10);
    if (!(left > 0)) continue;
    button.disabled = true;
    const show = () => { button.textContent = `${words} (${left})`; };
    show();
    const timer = setInterval(() => {
      left -= 1;
      if (left > 0) return show();
      clearInterval(timer);
      button.textContent = words;
      button.disabled = false;
    }, 1000);
  }
}
