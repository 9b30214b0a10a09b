// Signing out clears the browser's storage. What is just being saved is waited for; who has texts or entries here that
// were not sent all the same is warned once, and led to them.

import { draftsLeft } from "./drafts.js";
import { leftHere } from "./visit_store.js";

const PATIENCE = 4000; // ms for what is on its way

function saved() {
  const underway = [];
  document.dispatchEvent(new CustomEvent("asula:leaving", { detail: underway }));
  return Promise.race([Promise.allSettled(underway), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
}

async function leave(form, person) {
  await saved();
  const left = [...draftsLeft(), ...(await leftHere())];
  if (!left.length) return HTMLFormElement.prototype.submit.call(form);
  const warning = form.querySelector("[role=alert]");
  const own = left.find(({ owner, page }) => owner === person && page);
  const link = warning.querySelector("a");
  link.hidden = !own;
  if (own) link.href = own.page;
  warning.querySelector("[data-count]").textContent = left.length;
  warning.hidden = false;
  return null;
}

export function warnBeforeLeaving() {
  const { person } = document.body.dataset;
  for (const form of document.querySelectorAll("[data-sign-out]")) {
    form.addEventListener("submit", (event) => {
      if (!form.querySelector("[role=alert]").hidden) return; // warned already
      event.preventDefault();
      leave(form, person);
    });
  }
}
