/* Keys of one letter: they can be switched off (WCAG 2.1.4), and never act while one types. */

const SETTING = "svodka.keys";

/** What `press` does; other modules add keys of their own. */
const actions = new Map();

/** Let a key, named by its Latin letter, do something; `act` says false when it did nothing. */
export function onKey(key, act) {
  actions.set(key, act);
}

/** Begin to listen. */
export function startKeys() {
  const help = document.getElementById("keys");
  if (!help) return;
  const open = () => {
    if (!help.open) help.showModal();
  };
  onKey("/", () => {
    const box = document.getElementById("q");
    box.focus();
    box.select();
  });
  onKey("j", () => step(1));
  onKey("k", () => step(-1));
  onKey("o", () => {
    const title = document.activeElement.closest(".hit")?.querySelector(".title a");
    title?.click();
    return Boolean(title);
  });
  onKey("?", open);
  const setting = help.querySelector("input[type=checkbox]");
  setting.checked = areOn();
  setting.addEventListener("change", () => remember(setting.checked));
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-opens=keys]")) open();
    const part = event.target.closest("a[data-start]");
    if (part) edit(event, part);
  });
  document.addEventListener("keydown", press);
}

/* A part of the query is edited where it stands. */
function edit(event, part) {
  event.preventDefault();
  const box = document.getElementById("q");
  // The server counts characters, the browser units of 16 bits.
  const units = (count) => [...box.value].slice(0, Number(count)).join("").length;
  box.focus();
  box.setSelectionRange(units(part.dataset.start), units(part.dataset.end));
}

function press(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
  if (event.altKey || !areOn() || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const act = actions.get(letter(event));
  if (act && act() !== false) event.preventDefault();
}

/* A Cyrillic keyboard has no j: there the key that stands in its place does. */
function letter(event) {
  if (actions.has(event.key)) return event.key;
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  if (/^[\x20-\x7e]$/.test(event.key) || event.shiftKey) return "";
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
}

function isTyping(target) {
  const field = target.closest("input, textarea, select, [contenteditable]");
  return field !== null && !["checkbox", "radio", "button", "submit"].includes(field.type);
}

function step(by) {
  const titles = [...document.querySelectorAll(".hit .title a")];
  if (!titles.length) return false;
  const here = document.activeElement.closest(".hit");
  const place = titles.findIndex((title) => here?.contains(title));
  const next = titles[place < 0 ? (by > 0 ? 0 : titles.length - 1) : place + by];
  next?.focus();
  next?.closest(".hit").scrollIntoView({ block: "nearest" });
  return Boolean(next);
}

function areOn() {
  try {
    return localStorage.getItem(SETTING) !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
}

function remember(on) {
  try {
    localStorage.setItem(SETTING, on ? "on" : "off");
  } catch {
    // Then it holds for this page only, which the box shows.
  }
}
