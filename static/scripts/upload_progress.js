// Shows how far an upload has come, and lets the person stop it. The form goes through htmx then.

export function showUploads() {
  const bar = (event) => event.target.querySelector?.("[data-upload]");
  const show = (box, loaded, total) => {
    const percent = total ? Math.floor((loaded * 100) / total) : 0;
    box.hidden = false;
    box.querySelector("progress").value = percent;
    box.querySelector("[data-upload-percent]").textContent = `${percent} %`;
    box.querySelector("[data-upload-checking]").hidden = percent < 100;
  };

  document.addEventListener("htmx:xhr:progress", (event) => {
    const { loaded, total } = event.detail;
    if (bar(event) && event.detail.lengthComputable !== false) show(bar(event), loaded, total);
  });
  for (const end of ["htmx:sendError", "htmx:responseError", "htmx:timeout", "htmx:xhr:abort"]) {
    document.addEventListener(end, (event) => {
      const box = bar(event);
      if (!box) return;
      box.hidden = true;
      box.parentElement.querySelector("[data-upload-failed]").hidden = end === "htmx:xhr:abort";
    });
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    const failed = event.target.querySelector?.("[data-upload-failed]");
    if (failed) failed.hidden = true;
  });
  document.addEventListener("click", (event) => {
    const stop = event.target.closest?.("[data-upload-stop]");
    if (stop) stop.closest("form").dispatchEvent(new CustomEvent("htmx:abort"));
  });
  document.addEventListener("htmx:afterSwap", () => document.querySelector("#content .govuk-error-summary")?.focus());
}
