// One answer that saves itself: a moment after typing rests, when the field is left, and again when the network is back.
// What was sent and not confirmed is sent again before anything newer, so that nobody is in conflict with himself.

const REST = 1500; // ms without typing
const LONGEST_WAIT = 10000; // ms of typing without a rest
export const SAME = (text) => text.replaceAll("\r\n", "\n").normalize("NFC").trim();

export class Answer {
  constructor(field, page) {
    this.field = field;
    this.page = page;
    this.key = field.dataset.answer;
    this.version = page.form.elements[`version-${this.key}`];
    this.line = document.querySelector(`[data-answer-state="${this.key}"]`);
    this.saved = SAME(field.defaultValue);
    this.unconfirmed = null;
    this.sending = null;
    this.blocked = false;
    this.kept = true;
    field.addEventListener("input", () => this.typed());
    field.addEventListener("change", () => this.send());
  }

  get text() {
    return SAME(this.field.value);
  }

  get isSafe() {
    return this.text === this.saved && this.unconfirmed === null;
  }

  restore() {
    const draft = this.page.drafts.get(this.key);
    if (!draft) return;
    this.show(draft.text);
    this.version.value = draft.version;
    this.unconfirmed = draft.unconfirmed ?? null;
    this.saved = null;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.send();
  }

  show(text) {
    this.field.value = text;
  }

  fields(text) {
    return { [`text-${this.key}`]: text };
  }

  typed() {
    this.keep();
    if (this.blocked) return;
    if (!this.isSafe && !this.failed) this.tell("saving", this.page.words.saving);
    clearTimeout(this.timer);
    this.begun ??= Date.now();
    const wait = Math.max(0, Math.min(REST, this.begun + LONGEST_WAIT - Date.now()));
    this.timer = setTimeout(() => this.send(), wait);
  }

  keep() {
    const { text, unconfirmed } = this;
    this.kept = this.isSafe || this.page.drafts.keep(this.key, { text, unconfirmed, version: this.version.value });
  }

  send() {
    clearTimeout(this.timer);
    if (this.blocked || this.sending) return this.sending;
    if (this.isSafe) return null;
    this.begun = undefined;
    this.unconfirmed ??= this.text;
    this.keep();
    if (!this.failed) this.tell("saving", this.page.words.saving);
    this.sending = this.page.post(this.key, this.fields(this.unconfirmed), this.version.value).then((told) => {
      this.sending = null;
      this.settle(told);
    });
    return this.sending;
  }

  settle({ state, note, version, way }) {
    const sent = this.unconfirmed;
    this.failed = state === "failed";
    if (this.failed) return this.tell(state, note(this.kept), way);
    this.unconfirmed = null;
    if (state === "saved") {
      this.saved = sent;
      this.version.value = version;
    }
    if (state === "changed" && this.text === sent) this.saved = sent;
    if (["saved", "changed"].includes(state)) {
      if (!this.isSafe) return this.send();
      this.page.drafts.drop(this.key);
    } else this.keep();
    this.blocked = state === "conflict" || state === "changed";
    return this.tell(state, note, way);
  }

  tell(state, note, way) {
    this.line.dataset.state = state;
    const text = this.line.querySelector("[data-answer-note]");
    if (text.textContent !== note) text.textContent = note;
    this.line.querySelector("[data-answer-retry]").hidden = state !== "failed" || Boolean(way);
    this.line.querySelector("[data-answer-compare]").hidden = state !== "conflict";
    const link = this.line.querySelector("[data-answer-way]");
    link.hidden = !way;
    if (way) link.href = way;
  }
}
