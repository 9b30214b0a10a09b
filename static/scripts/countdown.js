// The button that asks for a new code waits, and says for how long.

export function countDown(form) {
  const button = form.querySelector("button");
  const line = form.querySelector("[data-countdown]");
  const until = Date.now() + Number(form.dataset.resend) * 1000;

  function tick() {
    const left = Math.ceil((until - Date.now()) / 1000);
    button.disabled = left > 0;
    line.hidden = left <= 0;
    if (left <= 0) return;
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    line.textContent = line.dataset.text.replace("{time}", time);
    setTimeout(tick, 250);
  }

  tick();
}
