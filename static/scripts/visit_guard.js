// Pages of a visit that stay on this device are one person's: when another person works here, they go.

const KEPT = "asula-visit:";

export async function guardVisits() {
  const { person } = document.body.dataset;
  if (!person) return;
  const names = (await globalThis.caches?.keys()) ?? [];
  const others = names.filter((name) => name.startsWith(KEPT) && !name.startsWith(`${KEPT}${person}:`));
  for (const name of others) await caches.delete(name);
  if (others.length && "BroadcastChannel" in window) new BroadcastChannel("asula:visit").postMessage("left");
}
