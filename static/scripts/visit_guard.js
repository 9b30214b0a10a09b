// Pages of a visit that stay on this device are one person's: when another person works here, they go. Signing out clears
// the browser's storage, so that whoever has entries here that were not sent is warned before.

import { leftHere } from "./visit_store.js";

const KEPT = "asula-visit:";

async function dropOthers(person) {
  const names = (await globalThis.caches?.keys()) ?? [];
  const others = names.filter((name) => name.startsWith(KEPT) && !name.startsWith(`${KEPT}${person}:`));
  for (const name of others) await caches.delete(name);
  if (others.length && "BroadcastChannel" in window) new BroadcastChannel("asula:visit").postMessage("left");
}

async function warn(form, person) {
  const left = await leftHere();
  if (!left.length) return HTMLFormElement.prototype.submit.call(form);
  const warning = form.querySelector("[role=alert]");
  const own = left.find(({ owner }) => owner === person);
  const link = warning.querySelector("a");
  link.hidden = !own;
  if (own) link.href = own.page;
  warning.querySelector("[data-count]").textContent = left.length;
  warning.hidden = false;
  return null;
}

export async function guardVisits() {
  const { person } = document.body.dataset;
  if (!person) return;
  for (const form of document.querySelectorAll("[data-sign-out]")) {
    form.addEventListener("submit", (event) => {
      if (!form.querySelector("[role=alert]").hidden) return; // warned already
      event.preventDefault();
      warn(form, person);
    });
  }
  await dropOthers(person);
}
