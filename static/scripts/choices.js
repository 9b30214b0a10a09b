// A part of a form that belongs to one choice of a group of radios: data-shown-by="name=value". It is hidden while
// another one is chosen. Without this script all parts are there, each under the name of its choice.

export function showByChoice(part) {
  const [name, value] = part.dataset.shownBy.split("=");
  const form = part.closest("form");
  const update = () => {
    part.hidden = form.querySelector(`[name="${name}"]:checked`)?.value !== value;
  };

  form.addEventListener("change", update);
  window.addEventListener("pageshow", update);
  update();
}
