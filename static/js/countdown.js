// <time data-countdown datetime="…">: what is left until then, in days, hours and minutes; the last hour in seconds too.
import { fresh } from "./once.js";

const units = {
  zh: { day: "天", hour: "小时", minute: "分", second: "秒", gap: "" },
  en: { day: "d", hour: "h", minute: "min", second: "s", gap: " " },
};

function left(until) {
  const words = units[document.documentElement.lang.startsWith("zh") ? "zh" : "en"];
  const seconds = Math.max(0, Math.floor((until - Date.now()) / 1000));
  const parts = [
    [Math.floor(seconds / 86400), words.day],
    [Math.floor(seconds / 3600) % 24, words.hour],
    [Math.floor(seconds / 60) % 60, words.minute],
  ];
  if (seconds < 3600) parts.push([seconds % 60, words.second]);
  const first = parts.findIndex(([count]) => count > 0);
  const shown = first < 0 ? parts.slice(-1) : parts.slice(first);
  return shown.map(([count, unit]) => `${count}${words.gap}${unit}`).join(" ");
}

export function start(root) {
  for (const element of fresh(root, "[data-countdown]")) {
    const until = Date.parse(element.dateTime);
    if (Number.isNaN(until)) continue;
    const show = () => {
      if (!element.isConnected) return clearInterval(timer);
      element.textContent = left(until);
      if (until <= Date.now()) clearInterval(timer);
    };
    const timer = setInterval(show, 1000);
    show();
  }
}
