// Says that the session is about to end while there is time to stay, and saves whole forms when it has ended.

const TICK = 5000;

function told(panel, left, last) {
  const text = panel.querySelector("[data-session-text]");
  const words = left <= 0 ? text.dataset.over : last ? text.dataset.last : text.dataset.soon;
  const line = words.replace("{minutes}", String(Math.ceil(left / 60000)));
  if (text.textContent !== line) text.textContent = line;
  panel.querySelector("button").hidden = last || left <= 0;
}

async function stay(panel) {
  const body = new URLSearchParams(new FormData(panel));
  const answer = await fetch(panel.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  return answer?.status === 204;
}

// A field that saves itself after the end would leave the rest of its form behind: the whole form goes instead, and the
// server keeps it until the person is back.
function sendWholeForms() {
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const form = event.detail.elt.closest("form");
    if (event.detail.xhr.status !== 401 || form?.method !== "post") return;
    event.preventDefault();
    HTMLFormElement.prototype.submit.call(form);
  });
}

export function watchSession() {
  const panel = document.querySelector("[data-session]");
  if (!panel) return;
  const idle = Number(panel.dataset.idle) * 1000;
  const warn = Number(panel.dataset.warn) * 1000;
  const latest = Date.now() + Number(panel.dataset.latest) * 1000;
  const others = "BroadcastChannel" in window ? new BroadcastChannel("asula:session") : null;
  let until = 0;

  function tick() {
    const end = Math.min(until, latest);
    const left = end - Date.now();
    panel.hidden = left > warn;
    if (!panel.hidden) told(panel, left, latest <= until);
  }

  function worked() {
    until = Date.now() + idle;
    tick();
  }

  function workedHere() {
    worked();
    others?.postMessage("worked");
  }

  panel.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await stay(panel)) workedHere();
    else panel.querySelector("[data-session-text]").textContent = panel.querySelector("[data-session-text]").dataset.failed;
  });
  others?.addEventListener("message", worked);
  document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && workedHere());
  document.addEventListener("asula:worked", workedHere); // a script has saved something
  sendWholeForms();
  workedHere();
  setInterval(tick, TICK);
}
