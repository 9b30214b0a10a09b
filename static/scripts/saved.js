// The indicator of saving. Whoever saves tells it: document events asula:saving, asula:saved (detail.time), and
// asula:unsaved (detail.reason); its button answers with asula:retry.

function show(box, state, text) {
  box.dataset.state = state;
  box.querySelector(".asula-saved__text").textContent = text;
  box.querySelector("[data-retry]").hidden = state !== "failed";
}

export function showSaving() {
  const each = (event, change) =>
    document.addEventListener(event, ({ detail }) => {
      for (const box of document.querySelectorAll("[data-saved]")) change(box, detail ?? {});
    });
  each("asula:saving", (box) => show(box, "saving", box.dataset.savingText));
  each("asula:saved", (box, { time }) => show(box, "saved", box.dataset.savedText.replace("{time}", time)));
  each("asula:unsaved", (box, { reason }) => show(box, "failed", reason));
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-retry]")) document.dispatchEvent(new CustomEvent("asula:retry"));
  });
}
