/* Filters: a click of the mouse applies at once, the keyboard has its button; a long facet is
   searched in place; on a narrow screen the filters are a drawer. */

import { swap, whenShown } from "./swap.js";

const NARROW = matchMedia("(max-width: 58rem)");
const ROWS = 25; // found inside a facet; the page of all values has the rest
const PAUSE = 150;

let byPointer = false;
let timer = 0;

/** Begin to listen. */
export function startFacets() {
  document.addEventListener("pointerdown", () => (byPointer = true), true);
  document.addEventListener("keydown", () => (byPointer = false), true);
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (byPointer && box.matches(".facets .boxes input") && !box.closest("dialog")) {
      swap(address());
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".facets .not");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    swap(link.href, { focus: "#heading" });
  });
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-find]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => find(event.target), PAUSE);
  });
  whenShown(makeDrawer);
}

/** The address that the form would go to. */
function address() {
  const form = document.getElementById("search");
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  return `${form.action}?${new URLSearchParams(pairs)}`;
}

/* The rows that fit, as the page of all values draws them. What is ticked stays in sight. */
async function find(field) {
  const facet = field.closest("[data-facet]");
  const list = facet.querySelector(".boxes");
  facet.svodkaRows ??= [...list.children];
  const text = field.value.trim();
  let rows = facet.svodkaRows;
  if (text) {
    const url = new URL(field.dataset.find, location.href);
    url.searchParams.set("contains", text);
    try {
      const answer = await fetch(url);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      rows = [...page.querySelectorAll(".boxes li")];
    } catch {
      return; // the page of all values is still a link away
    }
    if (field.value.trim() !== text) return;
  }
  const ticked = [...list.children].filter((row) => row.querySelector("input").checked);
  const values = new Set(ticked.map(valueOf));
  const others = rows.filter((row) => !values.has(valueOf(row)));
  list.replaceChildren(...ticked, ...others.slice(0, text ? ROWS : undefined));
  const told = facet.querySelector("[data-none]");
  told.textContent = others.length || !text ? "" : told.dataset.none;
}

function valueOf(row) {
  return row.querySelector("input").value;
}

function makeDrawer() {
  const fold = document.querySelector(".fold");
  if (!fold || fold.svodkaDrawer) return;
  fold.svodkaDrawer = true;
  const inside = [...fold.children].slice(1);
  const summary = fold.querySelector("summary");
  const drawer = document.createElement("dialog");
  drawer.className = "drawer";
  drawer.setAttribute("aria-label", fold.parentElement.getAttribute("aria-label"));
  const close = document.createElement("button");
  close.type = "button";
  close.className = "quiet";
  close.textContent = fold.dataset.close;
  close.addEventListener("click", () => drawer.close());
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer) drawer.close(); // beside it
  });
  drawer.addEventListener("close", () => {
    fold.append(...inside);
    summary.focus();
  });
  fold.after(drawer);
  summary.addEventListener("click", (event) => {
    if (!NARROW.matches) return;
    event.preventDefault();
    drawer.replaceChildren(close, ...inside);
    drawer.showModal();
  });
}
