/* Says a short text to those who hear the page. */

let region = null;

/** Have a screen reader say a text when it has finished what it is saying. */
export function announce(text) {
  if (!region) {
    region = document.createElement("p");
    region.className = "hidden";
    region.setAttribute("aria-live", "polite");
    document.querySelector("main").after(region);
  }
  region.textContent = text;
}
