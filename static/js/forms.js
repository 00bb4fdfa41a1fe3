// A form marked data-guard is sent once: its buttons rest until the answer comes.
import { fresh } from "./once.js";

function rest(form, button) {
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  button?.classList.add("is-busy");
}

function wake(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll(".is-busy")) button.classList.remove("is-busy");
}

export function start(root) {
  for (const form of fresh(root, "form[data-guard]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      else rest(form, event.submitter);
    });
    // The page comes back from the browser's memory after "back": the form may be sent again.
    window.addEventListener("pageshow", () => wake(form));
    form.addEventListener("htmx:afterRequest", () => wake(form));
  }
  for (const field of fresh(root, ".is-invalid")) {
    if (!document.querySelector(".is-invalid:focus")) field.focus({ preventScroll: false });
  }
}
