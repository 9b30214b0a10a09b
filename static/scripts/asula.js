// The scripts of every page. Each page works without them; they only make it more comfortable.

import { Button, Checkboxes, createAll, ErrorSummary, Radios, SkipLink } from "govuk-frontend";

import { showByChoice } from "./choices.js";
import { countCharacters } from "./counter.js";
import { countDown } from "./countdown.js";
import { spellDates } from "./dates.js";
import { keepTextAcrossLanguages } from "./language.js";
import { warnBeforeLeaving } from "./leaving.js";
import { lookUp } from "./look-up.js";
import { closeMenus } from "./menu.js";
import { awaitFields } from "./needs.js";
import { showSaving } from "./saved.js";
import { watchSession } from "./session.js";
import { dressUploads } from "./uploads.js";
import { guardVisits } from "./visit_guard.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
createAll(ErrorSummary);
createAll(SkipLink);
document.querySelector("[data-focus]")?.focus();
closeMenus();
keepTextAcrossLanguages();
spellDates();
showSaving();
watchSession();
guardVisits();
warnBeforeLeaving();

function enhance(root) {
  for (const component of [Button, Checkboxes, Radios]) createAll(component, {}, root);
  dressUploads(root);
  root.querySelectorAll("[data-counter]").forEach(countCharacters);
  root.querySelectorAll("[data-resend]").forEach(countDown);
  root.querySelectorAll("[data-look-up]").forEach(lookUp);
  root.querySelectorAll("[data-needs]").forEach(awaitFields);
  root.querySelectorAll("[data-shown-by]").forEach(showByChoice);
}

enhance(document);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) enhance(event.detail.elt); // the page itself is dressed already
});
