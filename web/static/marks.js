/* From mark to mark in an article, by buttons and by n and p; and its citation to copy. */

import { announce } from "./announce.js";
import { onKey } from "./keys.js";

/** Make the control of the marks work, where there is one. */
export function startMarks() {
  document.addEventListener("click", copy);
  const control = document.querySelector(".marks");
  if (!control) return;
  const marks = [...document.querySelectorAll("mark[id^=mark-]")];
  const told = control.querySelector(".position");
  let at = -1;

  function step(by) {
    if (!marks.length) return;
    marks[at]?.classList.remove("current");
    at = at < 0 && by < 0 ? marks.length - 1 : (at + by + marks.length) % marks.length;
    const mark = marks[at];
    mark.tabIndex = -1;
    mark.classList.add("current");
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
    told.textContent = control.dataset.position
      .replace("{number}", at + 1)
      .replace("{count}", marks.length);
  }

  onKey("n", () => step(1));
  onKey("p", () => step(-1));
  control.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    step(Number(button.dataset.step));
    button.focus({ preventScroll: true }); // pressed again, it goes on
  });
}

async function copy(event) {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copies);
  try {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = button.dataset.done;
    announce(button.dataset.done);
  } catch {
    getSelection().selectAllChildren(text); // no leave to copy: then by hand
  }
}
