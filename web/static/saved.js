/* Searches that the reader keeps, in this browser only: a list of addresses, each with its feed. */

import { announce } from "./announce.js";
import { whenShown } from "./swap.js";

const KEY = "svodka.saved";
const MOST = 100;

/** Show what is saved, and let the search of this page be saved. */
export function startSaved() {
  whenShown(() => {
    for (const part of document.querySelectorAll("[data-saved]")) show(part);
  });
  document.addEventListener("click", (event) => {
    const save = event.target.closest("[data-saves]");
    if (save) {
      const { saves: url, name, done } = save.dataset;
      write([{ url, name }, ...read().filter((one) => one.url !== url)].slice(0, MOST));
      save.textContent = done;
      announce(done);
    }
    const drop = event.target.closest("[data-drops]");
    if (drop) {
      const part = drop.closest("[data-saved]");
      write(read().filter((one) => one.url !== drop.dataset.drops));
      show(part);
      (part.querySelector("a") ?? document.querySelector("main")).focus();
    }
  });
}

function show(part) {
  const saved = read();
  part.hidden = !saved.length;
  const pattern = part.querySelector("template");
  part.querySelector("ul").replaceChildren(...saved.map(({ url, name }) => {
    const row = pattern.content.cloneNode(true);
    const [link, feed] = row.querySelectorAll("a");
    const drop = row.querySelector("button");
    link.href = url;
    link.querySelector("bdi").textContent = name;
    feed.href = url.replace(/^\/search/, "/search.atom");
    feed.setAttribute("aria-label", `Atom: ${name}`);
    drop.dataset.drops = url;
    drop.setAttribute("aria-label", `${drop.textContent}: ${name}`);
    return row;
  }));
}

/* Only addresses of searches here: what is stored may have been written by anything. */
function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return found.filter(({ url, name }) => /^\/search(\?|$)/.test(url) && name);
  } catch {
    return [];
  }
}

function write(saved) {
  try {
    localStorage.setItem(KEY, JSON.stringify(saved));
  } catch {
    // A browser that keeps nothing.
  }
}
