// Keeps one page, the checklist of one visit, and what it is made of, and gives them back where the network can't. Its
// scope is that page's own address: it sees no other page. After the last day of the visit it keeps nothing.

const KEPT = "asula-visit:";
const PAGE = new URL("./", self.location).pathname;
const PATIENCE = 6000; // ms for the network to bring the page
const GONE = [403, 404, 410];
const EASY = { ignoreVary: true };

const nameOf = (owner) => `${KEPT}${owner}:${PAGE}`;
const isOver = (response) => Date.now() >= Number(response.headers.get("X-Kit-Until"));

async function names() {
  return (await caches.keys()).filter((name) => name.startsWith(KEPT) && name.endsWith(`:${PAGE}`));
}

async function forget(except) {
  for (const name of await names()) if (name !== except) await caches.delete(name);
}

// The page as the server gives it now takes the place of the older one; what is nobody's any more goes.
async function remember(response) {
  const owner = response.headers.get("X-Kit-Owner");
  if (response.ok && owner && !isOver(response)) {
    await forget(nameOf(owner));
    const cache = await caches.open(nameOf(owner));
    await cache.put(PAGE, response);
    return cache;
  }
  if (response.ok || GONE.includes(response.status)) await forget();
  return null;
}

async function keep(assets) {
  const response = await fetch(PAGE, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
  const cache = response && (await remember(response));
  if (!cache) return (await kept()) !== undefined;
  for (const asset of assets) if (!(await cache.match(asset, EASY))) await cache.add(asset).catch(() => {});
  return true;
}

async function kept() {
  for (const name of await names()) {
    const response = await (await caches.open(name)).match(PAGE, EASY);
    if (response && !isOver(response)) return response;
    await caches.delete(name);
  }
  return undefined;
}

async function page(request) {
  const online = fetch(request).then(async (response) => {
    await remember(response.clone());
    return response;
  });
  const bell = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const response = await Promise.race([online, bell]).catch(() => undefined);
  if (response && response.status < 500) return response;
  return (await kept()) ?? online.catch(() => Response.error());
}

async function asset(request) {
  for (const name of await names()) {
    const response = await (await caches.open(name)).match(request, EASY);
    if (response) return response;
  }
  return fetch(request);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  event.waitUntil(
    keep(event.data.keep).then((done) => {
      event.source.postMessage({ kept: done });
      event.ports[0].postMessage(done);
    }),
  );
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname === PAGE) event.respondWith(page(request));
  else if (address.pathname.startsWith(self.ASSETS)) event.respondWith(asset(request));
});
