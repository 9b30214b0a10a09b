// A form whose main button waits until every needed field is filled, and says beside it which are empty. Without this
// script the button works at once and the server says what is missing.

export function awaitFields(form) {
  const button = form.querySelector("[data-needs-button]");
  if (!button) return;
  const told = form.querySelector("[data-needs-told]");
  const fields = [...form.querySelectorAll("[data-needed]")];
  const nameOf = (field) => form.querySelector(`label[for="${field.id}"]`).textContent.trim();

  function update() {
    const empty = fields.filter((field) => !field.value.trim());
    button.setAttribute("aria-disabled", empty.length > 0);
    button.classList.toggle("asula-button--waiting", empty.length > 0);
    told.hidden = empty.length === 0;
    told.textContent = empty.length ? `${form.dataset.needs} ${empty.map(nameOf).join("; ")}.` : "";
  }

  told.id ||= "needs";
  told.setAttribute("role", "status");
  button.setAttribute("aria-describedby", told.id);
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  button.addEventListener("click", (event) => {
    if (button.getAttribute("aria-disabled") !== "true") return;
    event.preventDefault();
    fields.find((field) => !field.value.trim()).focus();
  });
  window.addEventListener("pageshow", update);
  update();
}
