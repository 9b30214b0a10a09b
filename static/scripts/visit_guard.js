// Pages of a visit that stay on this device are one person's. When another person works here, or he has signed out, they
// go; entries that were not sent stay, unreadable for others, and the page after the sign-out says so.

import { countLeft } from "./visit_store.js";

const KEPT = "asula-visit:";

export async function guardVisits() {
  const { person } = document.body.dataset;
  const out = document.querySelector("[data-signed-out]");
  if (!globalThis.caches || (!person && !out)) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(KEPT));
  const others = names.filter((name) => !person || !name.startsWith(`${KEPT}${person}:`));
  for (const name of others) await caches.delete(name);
  if (others.length && "BroadcastChannel" in window) new BroadcastChannel("asula:visit").postMessage("left");
  if (!out) return;
  const count = await countLeft();
  out.hidden = !count;
  out.querySelector("[data-count]").textContent = count;
}
