/* A histogram that is brushed: drag over bars, or move with arrow keys and extend with Shift.
   What is chosen becomes an address of the server's making, as a click on a bar does. */

import { swap, whenShown } from "./swap.js";

const FEWEST = 12; // the server keeps room for so many bars

/** Make every histogram of the page one that can be brushed. */
export function startBrushes() {
  whenShown(() => {
    for (const chart of document.querySelectorAll(".chart[data-url]")) {
      if (!chart.querySelector(".brush")) new Brush(chart);
    }
  });
}

class Brush {
  constructor(chart) {
    this.chart = chart;
    this.bars = JSON.parse(chart.dataset.bars);
    this.told = chart.nextElementSibling;
    this.at = this.bars.length - 1;
    this.anchor = null;
    this.dragged = false;
    this.band = document.createElement("div");
    this.band.className = "band";
    this.band.hidden = true;
    this.handle = document.createElement("div");
    this.handle.className = "brush";
    for (const [name, value] of [
      ["role", "slider"], ["tabindex", "0"], ["aria-label", chart.dataset.label],
      ["aria-description", chart.dataset.hint], ["aria-valuemin", "1"],
      ["aria-valuemax", String(this.bars.length)],
    ]) this.handle.setAttribute(name, value);
    chart.append(this.band, this.handle);
    this.handle.addEventListener("keydown", (event) => this.key(event));
    this.handle.addEventListener("focus", () => this.draw());
    this.handle.addEventListener("blur", () => this.drop());
    this.handle.addEventListener("pointerdown", (event) => this.press(event));
    this.handle.addEventListener("pointermove", (event) => this.move(event));
    this.handle.addEventListener("pointerup", () => this.dragged && this.apply());
    this.handle.addEventListener("pointercancel", () => this.drop());
    this.handle.addEventListener("pointerleave", () => this.dragged || this.drop());
    this.value();
  }

  get ends() {
    const other = this.anchor ?? this.at;
    return [Math.min(other, this.at), Math.max(other, this.at)];
  }

  press(event) {
    if (event.button) return;
    this.handle.setPointerCapture(event.pointerId);
    this.dragged = true;
    this.at = this.anchor = this.under(event);
    this.draw();
  }

  move(event) {
    this.at = this.under(event);
    this.draw();
  }

  under(event) {
    const frame = this.handle.getBoundingClientRect();
    const room = Math.max(this.bars.length, FEWEST);
    const place = Math.floor(((event.clientX - frame.left) / frame.width) * room);
    return Math.min(Math.max(place, 0), this.bars.length - 1);
  }

  key(event) {
    const last = this.bars.length - 1;
    const next = {
      ArrowLeft: this.at - 1, ArrowRight: this.at + 1, ArrowDown: this.at - 1,
      ArrowUp: this.at + 1, Home: 0, End: last,
    }[event.key];
    if (next !== undefined) {
      if (event.shiftKey) this.anchor ??= this.at;
      else this.anchor = null;
      this.at = Math.min(Math.max(next, 0), last);
      this.draw();
    } else if (event.key === "Enter") this.apply();
    else if (event.key === "Escape" && this.anchor !== null) {
      this.anchor = null;
      this.draw();
    } else return;
    event.preventDefault();
  }

  value() {
    const [first, last] = this.ends;
    const text = first === last
      ? this.bars[first][2]
      : this.chart.dataset.range
        .replace("{first}", () => this.bars[first][1])
        .replace("{last}", () => this.bars[last][1]);
    this.handle.setAttribute("aria-valuenow", String(this.at + 1));
    this.handle.setAttribute("aria-valuetext", text);
    return text;
  }

  draw() {
    const [first, last] = this.ends;
    const room = Math.max(this.bars.length, FEWEST);
    this.band.style.left = `${(first / room) * 100}%`;
    this.band.style.width = `${((last - first + 1) / room) * 100}%`;
    this.band.hidden = false;
    this.told.textContent = this.value();
  }

  drop() {
    this.anchor = null;
    this.dragged = false;
    this.band.hidden = true;
    this.told.textContent = "";
  }

  apply() {
    const [first, last] = this.ends.map((place) => this.bars[place][0]);
    this.dragged = false;
    const url = this.chart.dataset.url
      .replace(/([?&]from=)%7Bfrom%7D/, `$1${first}`)
      .replace(/([?&]to=)%7Bto%7D/, `$1${last}`)
      .replace(/([?&]mentioned=)%7Bfrom%7D\.\.%7Bto%7D/, `$1${first}..${last}`);
    const facet = this.chart.closest("[data-facet]")?.dataset.facet;
    swap(url, { focus: facet ? `[data-facet=${facet}] .brush` : "" });
  }
}
