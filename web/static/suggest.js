/* Suggestions under the search box: the ARIA pattern of a combobox with a listbox popup.
   Focus never leaves the box; aria-activedescendant tells which suggestion is meant. */

import { announce } from "./announce.js";

const SHORTEST = 2;
const PAUSE = 130; // ms without a keystroke before the server is asked

/** Turn the search box of the page into a combobox. */
export function startSuggestions() {
  const form = document.querySelector("form[data-suggest]");
  if (form) new Combobox(form, form.querySelector("input[name=q]"));
}

class Combobox {
  constructor(form, box) {
    this.form = form;
    this.box = box;
    this.counts = JSON.parse(form.dataset.counts);
    this.active = -1;
    this.asked = null;
    this.timer = 0;
    this.list = document.createElement("ul");
    this.list.id = "suggestions";
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.dataset.label);
    box.after(this.list);
    // A search field may not be a combobox; a text field may.
    box.type = "text";
    for (const [name, value] of [
      ["role", "combobox"], ["aria-autocomplete", "list"], ["aria-haspopup", "listbox"],
      ["aria-controls", this.list.id], ["aria-expanded", "false"], ["enterkeyhint", "search"],
    ]) box.setAttribute(name, value);
    box.addEventListener("input", () => this.later());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.close());
    // A press must not take the focus from the box before the click chooses.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  get options() {
    return [...this.list.children];
  }

  later() {
    clearTimeout(this.timer);
    this.asked?.abort();
    if (this.box.value.trim().length < SHORTEST) this.close();
    else this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const address = new URL(this.form.dataset.suggest, location.href);
    address.searchParams.set("q", this.box.value);
    try {
      const answer = await fetch(address, { signal: asked.signal });
      if (!answer.ok) return;
      const [, texts, kinds] = await answer.json();
      if (!asked.signal.aborted && document.activeElement === this.box) this.show(texts, kinds);
    } catch {
      // Typed on, or the server is gone: the box still works without suggestions.
    }
  }

  show(texts, kinds) {
    this.list.replaceChildren(...texts.map((text, place) => option(text, kinds[place], place)));
    this.mark(-1);
    this.open(texts.length > 0);
    announce(this.counts[Math.min(texts.length, this.counts.length - 1)]);
  }

  open(wanted) {
    this.list.hidden = !wanted;
    this.box.setAttribute("aria-expanded", String(wanted));
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.mark(-1);
    this.open(false);
  }

  mark(place) {
    this.active = place;
    this.options.forEach((one, n) => one.setAttribute("aria-selected", String(n === place)));
    const chosen = this.options[place];
    if (chosen) {
      this.box.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else this.box.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.options.length - 1;
    if (this.list.hidden) {
      if (event.key === "ArrowDown" && this.box.value.trim().length >= SHORTEST) this.ask();
      else return;
    } else if (event.key === "ArrowDown") this.mark(this.active < last ? this.active + 1 : -1);
    else if (event.key === "ArrowUp") this.mark(this.active < 0 ? last : this.active - 1);
    else if (event.key === "Home" && this.active >= 0) this.mark(0);
    else if (event.key === "End" && this.active >= 0) this.mark(last);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.active >= 0) this.choose(this.options[this.active]);
    else return;
    event.preventDefault();
  }

  choose(chosen) {
    this.box.value = chosen.dataset.text;
    this.close();
    this.form.requestSubmit();
  }
}

function option(text, kind, place) {
  const row = document.createElement("li");
  row.id = `suggestion-${place}`;
  row.dataset.text = text;
  row.setAttribute("role", "option");
  const words = document.createElement("bdi");
  words.textContent = text;
  const told = document.createElement("small");
  told.textContent = kind ?? "";
  row.append(words, " ", told);
  return row;
}
