// The checklist of a visit: works without a network once it was opened. Without this script its links lead to ordinary
// forms.

import { saveAsFile } from "./visit_file.js";
import { Kit } from "./visit_kit.js";
import { storeOf } from "./visit_store.js";

const KEPT = "asula-visit:";
const PATIENCE = 30000; // ms for the worker to keep the page, should it never say so

let keeping = Promise.resolve(); // what is being kept just now would be there again after it was deleted
let cleared = false; // somebody has deleted everything: this page is not kept any more, another look at it is

function assets(prefix) {
  const own = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  return own.filter((address) => address.origin === location.origin && address.pathname.startsWith(prefix)).map(String);
}

// Ends when the worker has kept the page, or could not.
function asked(worker, message) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    setTimeout(resolve, PATIENCE);
    worker.postMessage(message, [port2]);
  });
}

async function forget() {
  await keeping;
  for (const name of (await globalThis.caches?.keys()) ?? []) {
    if (name.startsWith(KEPT) && name.endsWith(location.pathname)) await caches.delete(name);
  }
  const registration = await navigator.serviceWorker?.getRegistration(location.pathname);
  await registration?.unregister();
}

// The page stays on the device until the visit is over.
async function stay(box) {
  if (!("serviceWorker" in navigator)) return null;
  if (Date.now() >= Number(box.dataset.until)) return forget();
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.kept !== undefined) box.querySelector("[data-kit-ready]").hidden = !data.kept;
  });
  const registration = await navigator.serviceWorker.register(box.dataset.worker);
  await navigator.storage?.persist?.();
  const worker = registration.active ?? (await navigator.serviceWorker.ready).active;
  await document.fonts?.ready;
  return () => {
    if (cleared) return;
    keeping = Promise.all([keeping, asked(worker, { keep: assets(box.dataset.assets) })]);
  };
}

async function begin(box) {
  const store = await storeOf(box.dataset.owner, box.dataset.application);
  const kit = new Kit(box, store);
  kit.forget = () => {
    cleared = true;
    return forget();
  };
  await kit.begin();
  kit.refresh = await stay(box).catch(() => null);
  kit.refresh?.();
}

// Who has left the group takes along what was not sent, and then nothing of the visit stays here.
async function leave(box) {
  await forget();
  const store = await storeOf(box.dataset.owner, box.dataset.application);
  const show = async () => {
    const entries = await store.all();
    box.querySelector("[data-kit-waiting]").textContent = entries.length;
    box.querySelector("[data-kit-some]").hidden = !entries.length;
    box.querySelector("[data-kit-none]").hidden = entries.length > 0;
  };
  box.querySelector("[data-kit-save]").addEventListener("click", async () => {
    await saveAsFile(await store.all(), box.querySelector("[data-kit-template=file]"), box.dataset.fileName);
  });
  box.querySelector("[data-kit-clear]").addEventListener("click", async () => {
    await store.clear();
    await show();
  });
  await show();
}

// Somebody signs out in another window, or another person signs in: what is shown here is not theirs.
if ("BroadcastChannel" in window) {
  new BroadcastChannel("asula:visit").addEventListener("message", () => location.reload());
}
const box = document.querySelector("[data-kit]");
const left = document.querySelector("[data-kit-leaver]");
if (box && "indexedDB" in window) begin(box).catch(() => {});
if (left && "indexedDB" in window) leave(left).catch(() => {});
