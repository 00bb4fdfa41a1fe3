// A slider above a number field that names its bounds (data-slider-min, -max, -step). The field stays the one that is sent.
import { fresh } from "./once.js";

function start(root) {
  for (const field of fresh(root, "input[data-slider-min]")) {
    const slider = document.createElement("input");
    slider.type = "range";
    slider.className = "form-range";
    slider.min = field.dataset.sliderMin;
    slider.max = field.dataset.sliderMax;
    slider.step = field.dataset.sliderStep;
    slider.value = field.value;
    slider.setAttribute("aria-label", field.labels?.[0]?.textContent.trim() ?? "");
    slider.addEventListener("input", () => {
      field.value = slider.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    field.addEventListener("input", () => { slider.value = field.value; });
    (field.closest(".input-group") ?? field).after(slider);
  }
}

start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt));
