// The pages on which a self-assessment report is written or rated: answers that save themselves, texts kept on this device while
// the server can't be reached, and the progress of an upload. Without this script the buttons of the pages do the work.

import { Answer } from "./answer.js";
import { draftsOf } from "./drafts.js";
import { Rating } from "./rating.js";
import { showUploads } from "./upload_progress.js";

const PATIENCE = 20000; // ms for one answer of the server
const PAUSES = [3000, 6000, 12000, 30000, 60000];

function writing(form) {
  const words = form.dataset;
  const token = form.elements.csrfmiddlewaretoken.value;
  const page = { form, words, drafts: draftsOf(words.owner), post };
  const answers = [...form.querySelectorAll("[data-answer]")].map((field) =>
    "rating" in field.dataset ? new Rating(field, page) : new Answer(field, page),
  );
  let failures = 0;
  let timer;

  async function post(key, fields, version) {
    const patience = new AbortController();
    const bell = setTimeout(() => patience.abort(), PATIENCE);
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, ...fields, [`version-${key}`]: version });
    const headers = { "HX-Request": "true", "HX-Current-URL": location.href.split("#")[0] };
    const options = { method: "POST", headers, body, redirect: "manual", signal: patience.signal };
    const response = await fetch(location.pathname + location.search, options).catch(() => null);
    const told = response ? await read(response, key) : failed(words.offline);
    clearTimeout(bell);
    return told;
  }

  async function read(response, key) {
    if (response.status === 401) return ended(response.headers.get("HX-Redirect"));
    const answer = await response.json().catch(() => ({}));
    if (response.ok && answer.answers) {
      failures = 0;
      document.querySelector("[data-part-progress]").textContent = `${answer.done} / ${answer.total}`;
      document.dispatchEvent(new CustomEvent("asula:worked"));
      setTimeout(retry); // what waited for the server may come now
      return answer.answers[key];
    }
    if (response.status === 403) return { state: "refused", note: answer.note ?? words.reload };
    return failed(words.failed);
  }

  function failed(note) {
    clearTimeout(timer);
    timer = setTimeout(retry, PAUSES[Math.min(failures, PAUSES.length - 1)]);
    failures += 1;
    return { state: "failed", note: (kept) => `${note} ${kept ? words.kept : words.unkept}` };
  }

  // The session is over. The text stays here until the person is back; where it can't, the whole form goes, and the
  // server keeps it.
  function ended(way) {
    if (answers.some((answer) => !answer.kept)) HTMLFormElement.prototype.submit.call(form);
    return { state: "failed", note: () => words.ended, way };
  }

  function retry() {
    for (const answer of answers) if (answer.failed) answer.send();
  }

  function sendAll() {
    for (const answer of answers) answer.send();
  }

  // A save on its way is waited for: the page must not send an older version after it.
  form.addEventListener("submit", async (event) => {
    const waiting = answers.map((answer) => answer.sending).filter(Boolean);
    if (!waiting.length) return;
    event.preventDefault();
    const { name, value } = event.submitter ?? {};
    await Promise.all(waiting);
    const goal = Object.assign(document.createElement("input"), { type: "hidden", name: name || "go", value: value ?? "" });
    form.append(goal);
    HTMLFormElement.prototype.submit.call(form);
  });
  form.addEventListener("click", (event) => event.target.closest("[data-answer-retry]") && retry());
  window.addEventListener("online", retry);
  window.addEventListener("pagehide", sendAll);
  document.addEventListener("asula:leaving", ({ detail }) => {
    for (const answer of answers) detail.push(answer.send());
  });
  document.addEventListener("visibilitychange", () => document.hidden && sendAll());
  window.addEventListener("beforeunload", (event) => {
    if (answers.some((answer) => !answer.isSafe && !answer.kept)) event.preventDefault();
  });
  for (const answer of answers) answer.restore();
}

// Where nobody may write any more, a text that was typed before is shown, so that it can be copied.
function showLeft(box) {
  const draft = draftsOf(box.dataset.owner).get(box.dataset.draftLeft);
  if (!draft) return;
  box.querySelector("[data-draft-text]").textContent = draft.text;
  box.hidden = false;
}

// Whoever has decided between two texts has no unsaved one any more.
function settle(form) {
  form.addEventListener("submit", () => draftsOf(form.dataset.owner).drop(form.dataset.settles));
}

document.querySelectorAll("form[data-writing]").forEach(writing);
document.querySelectorAll("[data-draft-left]").forEach(showLeft);
document.querySelectorAll("form[data-settles]").forEach(settle);
showUploads();
