/* Another search on the same page: fetched and put in place, so that scroll and focus stay.
   Whatever goes wrong, the browser simply goes there. */

import { announce } from "./announce.js";

let shown = here();
let asked = null;
const afterwards = [];

/** Run something now and whenever the content of the page was exchanged. */
export function whenShown(act) {
  afterwards.push(act);
  act();
}

/** Listen to the back button. */
export function startSwapping() {
  addEventListener("popstate", () => {
    if (here() !== shown) swap(location.href, { push: false });
  });
}

/** Show the page of an address; `focus` is a selector of what is to have the focus then. */
export async function swap(url, { push = true, focus = "" } = {}) {
  if (!document.querySelector("body.results")) {
    location.assign(url);
    return;
  }
  asked?.abort();
  const mine = (asked = new AbortController());
  document.querySelector("main").setAttribute("aria-busy", "true");
  let page;
  try {
    const answer = await fetch(url, { signal: mine.signal });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !page.querySelector("body.results")) throw new Error("another page");
  } catch {
    if (!mine.signal.aborted) location.assign(url);
    return;
  }
  const kept = positions();
  const wanted = focus || nameOf(document.activeElement);
  exchange(page);
  if (push) history.pushState(null, "", page.querySelector("link[rel=canonical]")?.href ?? url);
  shown = here();
  for (const act of afterwards) act();
  restore(kept);
  if (wanted) document.querySelector(wanted)?.focus({ preventScroll: true });
  announce(document.querySelector("[role=status]")?.textContent ?? "");
}

function here() {
  return location.pathname + location.search;
}

function exchange(page) {
  document.title = page.title;
  for (const part of ["main", ".foot"]) {
    const old = document.querySelector(part);
    old.replaceChildren(...page.querySelector(part).childNodes);
    old.removeAttribute("aria-busy");
  }
  const form = document.getElementById("search");
  for (const field of form.querySelectorAll("input[type=hidden]")) field.remove();
  form.append(...page.querySelectorAll("#search input[type=hidden]"));
  form.querySelector("[name=q]").value = page.querySelector("#search [name=q]").value;
  for (const name of ["canonical", "alternate"]) {
    const link = document.head.querySelector(`link[rel=${name}]`);
    if (link) link.href = page.head.querySelector(`link[rel=${name}]`)?.href ?? link.href;
  }
}

/* What the reader had scrolled or unfolded, by the name of its facet. */
function positions() {
  return [...document.querySelectorAll("[data-facet]")].map((facet) => [
    facet.dataset.facet,
    facet.querySelector(".scroll")?.scrollTop ?? 0,
    facet.querySelector("details")?.open ?? false,
  ]);
}

function restore(kept) {
  for (const [name, top, open] of kept) {
    const facet = document.querySelector(`[data-facet=${name}]`);
    const box = facet?.querySelector(".scroll");
    if (box) box.scrollTop = top;
    const folded = facet?.querySelector("details");
    if (folded && open) folded.open = true;
  }
}

function nameOf(element) {
  if (!element?.name || element.type !== "checkbox") return "";
  return `input[name="${CSS.escape(element.name)}"][value="${CSS.escape(element.value)}"]`;
}
