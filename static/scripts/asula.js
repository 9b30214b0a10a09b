// The scripts of every page. Each page works without them; they only make it more comfortable.

import { Button, Checkboxes, createAll, ErrorSummary, Radios, SkipLink } from "govuk-frontend";

import { countCharacters } from "./counter.js";
import { countDown } from "./countdown.js";
import { spellDates } from "./dates.js";
import { keepTextAcrossLanguages } from "./language.js";
import { closeMenus } from "./menu.js";
import { showSaving } from "./saved.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, Checkboxes, ErrorSummary, Radios, SkipLink]) {
  createAll(component);
}
document.querySelector("[data-focus]")?.focus();
closeMenus();
keepTextAcrossLanguages();
spellDates();
showSaving();

export function enhance(root) {
  root.querySelectorAll("[data-counter]").forEach(countCharacters);
  root.querySelectorAll("[data-resend]").forEach(countDown);
}

enhance(document);
document.addEventListener("htmx:load", (event) => {
  enhance(event.detail.elt);
  createAll(Button, {}, event.detail.elt);
  createAll(Checkboxes, {}, event.detail.elt);
  createAll(Radios, {}, event.detail.elt);
});
