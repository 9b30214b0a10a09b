// Changing the language keeps what was typed: the text waits in this tab until the page is back.

const KEY = "asula:typed";
const SKIPPED = ["hidden", "password", "file", "submit", "button"];

function fields() {
  return [...document.querySelectorAll("main form :is(input, textarea, select)")].filter(
    (field) => field.name && !SKIPPED.includes(field.type) && field.autocomplete !== "one-time-code",
  );
}

function isChoice(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function keep() {
  const typed = fields().map((field) => [field.name, field.value, isChoice(field) ? field.checked : null]);
  if (typed.length) sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, typed }));
}

function restore() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
  sessionStorage.removeItem(KEY);
  if (!kept || kept.path !== location.pathname) return;
  const waiting = fields();
  for (const [name, value, checked] of kept.typed) {
    const at = waiting.findIndex((field) => field.name === name && (!isChoice(field) || field.value === value));
    if (at < 0) continue;
    const [field] = waiting.splice(at, 1);
    if (isChoice(field)) field.checked = checked;
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export function keepTextAcrossLanguages() {
  const form = document.querySelector("[data-languages]");
  try {
    restore();
    form?.addEventListener("submit", keep);
  } catch {
    sessionStorage.removeItem(KEY);
  }
}
