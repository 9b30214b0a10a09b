// Looks a number up as soon as all its digits stand: the button beside the field gets the event asula:complete.

export function lookUp(box) {
  const field = box.querySelector("input");
  const button = box.querySelector("button");
  const wanted = Number(box.dataset.lookUp);
  let asked = digits();

  function digits() {
    return field.value.replace(/\D/g, "");
  }

  field.addEventListener("input", () => {
    const typed = digits();
    if (typed === asked) return;
    asked = typed;
    if (typed.length === wanted) button.dispatchEvent(new CustomEvent("asula:complete", { bubbles: true }));
  });
}
