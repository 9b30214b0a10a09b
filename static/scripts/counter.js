// Counts characters as the server does: code points of the composed text without blanks around it, a line break as one.

const PAUSE = 1000; // a screen reader hears the figure when typing rests

export function countCharacters(box) {
  if (box.dataset.counting) return;
  box.dataset.counting = "yes";
  const limit = Number(box.dataset.counter);
  const field = box.querySelector("textarea");
  const line = box.querySelector(".asula-counter");
  const status = box.querySelector("[data-counter-status]");
  let timer;

  function update() {
    const count = [...field.value.replaceAll("\r\n", "\n").normalize("NFC").trim()].length;
    const excess = count - limit;
    const words = excess === 1 ? box.dataset.overOne : box.dataset.overMany;
    line.classList.toggle("asula-counter--over", excess > 0);
    line.querySelector("[data-counter-number]").textContent = count;
    line.querySelector("[data-counter-over]").textContent = excess > 0 ? `: ${words.replace("{n}", excess)}` : "";
    clearTimeout(timer);
    timer = setTimeout(() => {
      status.textContent = line.textContent;
    }, PAUSE);
  }

  field.addEventListener("input", update);
  window.addEventListener("pageshow", () => field.value && update());
}
