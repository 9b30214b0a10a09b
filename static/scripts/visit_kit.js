// The checklist of a visit on a device: a list of criteria, one form, and what waits to be sent.

import { saveAsFile } from "./visit_file.js";
import { dataAddress, madeSmall, randomId } from "./visit_photos.js";
import { Sender } from "./visit_sending.js";

const REST = 300; // ms without typing
const PLACE = "#criterion-";

export class Kit {
  constructor(box, store) {
    this.box = box;
    this.words = box.dataset;
    this.store = store;
    this.form = box.querySelector("[data-kit-form]");
    this.list = box.querySelector("[data-kit-list]");
    this.entries = [];
    this.sender = new Sender(this);
  }

  async begin() {
    await this.read();
    for (const link of this.box.querySelectorAll("[data-kit-open]")) link.href = `${PLACE}${link.dataset.kitOpen}`;
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.form.addEventListener("input", () => this.typed());
    this.form.addEventListener("change", ({ target }) => target.type !== "file" && this.saveDraft());
    this.form.elements.pictures.addEventListener("change", ({ target }) => {
      this.taking = this.took(target); // an old telephone needs a moment: whoever goes on waits for it
    });
    this.box.addEventListener("click", ({ target }) => this.clicked(target.closest("button")));
    window.addEventListener("hashchange", () => this.go());
    window.addEventListener("online", () => this.sender.send());
    window.addEventListener("offline", () => this.tell("offline"));
    window.addEventListener("pagehide", () => this.saveDraft());
    document.addEventListener("visibilitychange", () => document.hidden && this.saveDraft());
    await this.go();
    return this.sender.send(true);
  }

  // What is there ----------------------------------------------------------------------------------------------------

  async read() {
    this.entries = await this.store.all();
    this.show();
  }

  get waiting() {
    return this.entries.filter(({ ready }) => ready);
  }

  async keep(entry) {
    await this.store.put(entry);
    return this.read();
  }

  async drop(id) {
    await this.store.drop(id);
    return this.read();
  }

  stored(entry, { note, way, revision }) {
    const part = this.part(entry.answer);
    if (!part) return;
    if (entry.rates && !way) Object.assign(part.dataset, { base: revision, mark: entry.mark, comment: entry.comment });
    const line = this.line(entry.answer);
    const count = line.querySelector("[data-kit-count]");
    count.textContent = Number(count.textContent || 0) + 1;
    line.querySelector("[data-kit-noted]").hidden = false;
    const choice = line.querySelector("[data-kit-choice]");
    choice.hidden = !way;
    if (way) choice.querySelector("a").href = way;
    if (note) this.box.querySelector("[data-kit-last]").textContent = note;
  }

  // What is seen -----------------------------------------------------------------------------------------------------

  part(answer) {
    return this.box.querySelector(`[data-kit-part="${answer}"]`);
  }

  line(answer) {
    return this.box.querySelector(`[data-kit-line="${answer}"]`);
  }

  titleOf({ answer }) {
    return this.line(answer)?.firstElementChild.textContent ?? "";
  }

  show() {
    this.box.querySelector("[data-kit-waiting]").textContent = this.waiting.length;
    for (const line of this.list.querySelectorAll("[data-kit-line]")) {
      const mine = this.entries.filter(({ answer }) => answer === line.dataset.kitLine);
      line.querySelector("[data-kit-unsent]").hidden = !mine.some(({ ready }) => ready);
      line.querySelector("[data-kit-draft]").hidden = !mine.some(({ ready }) => !ready);
    }
    const left = this.box.querySelector("[data-kit-left]");
    left.replaceChildren(...this.waiting.map((entry) => this.unsent(entry)));
    const details = left.closest("details");
    details.hidden = !this.waiting.length;
    details.open ||= this.waiting.some(({ refusal }) => refusal);
  }

  unsent(entry) {
    const item = this.box.querySelector("[data-kit-template=entry]").content.firstElementChild.cloneNode(true);
    item.querySelector("[data-kit-title]").textContent = this.titleOf(entry);
    item.querySelector("[data-kit-photos-count]").textContent = entry.photos.length;
    const note = item.querySelector("[data-kit-refusal]");
    note.hidden = !entry.refusal;
    note.querySelector("span").textContent = entry.refusal ?? "";
    const change = item.querySelector("[data-kit-change]");
    change.hidden = entry.tried;
    for (const button of item.querySelectorAll("button")) button.value = entry.id;
    return item;
  }

  tell(state, way) {
    const note = this.box.querySelector("[data-kit-note]");
    note.dataset.state = state;
    if (state === "gone") this.box.querySelector("[data-kit-unsent-list]").open = true;
    if (note.textContent !== this.words[state]) note.textContent = this.words[state];
    const link = this.box.querySelector("[data-kit-sign-in]");
    link.hidden = !way;
    if (way) link.href = way;
    this.box.querySelector("[data-kit-send]").hidden = !this.waiting.length || state === "sending";
  }

  // The form ---------------------------------------------------------------------------------------------------------

  async go() {
    await this.taking;
    await this.saveDraft();
    const answer = location.hash.startsWith(PLACE) ? location.hash.slice(PLACE.length) : "";
    const part = answer && this.part(answer);
    for (const each of this.box.querySelectorAll("[data-kit-part]")) each.hidden = each !== part;
    this.list.hidden = this.form.hidden = true;
    this.box.querySelector("[data-kit-bar]").hidden = Boolean(part);
    this.entry = null;
    if (!part) {
      this.list.hidden = false;
      if (this.came) this.line(this.came)?.firstElementChild.focus();
      return;
    }
    this.came = answer;
    const draft = this.entries.find((entry) => entry.answer === answer && !entry.ready);
    this.fill(part, draft ?? { id: randomId(), answer, photos: [], fresh: true });
    part.querySelector("[data-kit-slot]").append(this.form);
    this.form.hidden = false;
    part.querySelector("h2").focus();
  }

  fill(part, entry) {
    this.form.reset();
    this.base = { base: part.dataset.base, mark: part.dataset.mark, comment: part.dataset.comment };
    this.entry = { ...this.base, ...entry };
    const { finding, note, mark, comment } = this.form.elements;
    finding.value = entry.finding ?? "";
    note.value = entry.note ?? "";
    mark.value = this.entry.mark ?? "";
    comment.value = this.entry.comment ?? "";
    for (const field of [note, comment]) field.dispatchEvent(new Event("input"));
    this.complain("");
    return this.showPhotos();
  }

  get typedEntry() {
    const { finding, note, mark, comment } = this.form.elements;
    const typed = { finding: finding.value, note: note.value.trim(), mark: mark.value, comment: comment.value.trim() };
    const rates = typed.mark !== this.base.mark || typed.comment !== this.base.comment.trim();
    const moment = this.entry.notedAt ?? new Date().toISOString();
    const title = this.titleOf(this.entry); // for the file, should this page be closed to its author one day
    return { ...this.entry, ...typed, title, rates, notedAt: moment, tried: false, refusal: "" };
  }

  typed() {
    clearTimeout(this.timer);
    this.entry.touched = true;
    this.form.dataset.draft = "typed";
    this.timer = setTimeout(() => this.saveDraft(), REST);
  }

  // A telephone may close the page when its camera opens: what was typed is on the device before that.
  async saveDraft() {
    clearTimeout(this.timer);
    if (!this.entry?.touched) return;
    const { fresh: _fresh, touched: _touched, ...draft } = this.typedEntry;
    this.entry = { ...draft, ready: false };
    const isKept = await this.try(() => this.store.put(this.entry));
    this.entries = await this.store.all();
    if (isKept && !this.entry?.touched) this.form.dataset.draft = "kept";
  }

  async submitted(event) {
    event.preventDefault();
    await this.taking;
    if (!this.entry) return null; // pressed twice
    const { finding } = this.form.elements;
    if (!finding.value) {
      this.complain(this.words.choose);
      return finding[0].focus();
    }
    clearTimeout(this.timer);
    const { fresh: _fresh, touched: _touched, ...entry } = this.typedEntry;
    if (!(await this.try(() => this.store.put({ ...entry, ready: true })))) return null;
    if (!this.entry) return null;
    this.entry = null;
    location.hash = "";
    await this.read();
    return this.sender.send();
  }

  complain(text) {
    const place = this.form.querySelector("[data-kit-error]");
    place.hidden = !text;
    place.querySelector("span").textContent = text;
  }

  async try(work) {
    try {
      await work();
      return true;
    } catch {
      this.complain(this.words.full);
      return false;
    }
  }

  // Photos -----------------------------------------------------------------------------------------------------------

  async took(input) {
    const files = [...input.files];
    this.complain("");
    for (const file of files) {
      if (this.entry.photos.length >= Number(this.words.mostPhotos)) {
        this.complain(this.words.many);
        break;
      }
      const photo = await madeSmall(file).catch(() => null);
      if (photo) this.entry.photos = [...this.entry.photos, photo];
      else this.complain(this.words.unreadable);
    }
    input.value = "";
    this.entry.touched = true;
    await this.saveDraft();
    return this.showPhotos();
  }

  async showPhotos() {
    const place = this.form.querySelector("[data-kit-pictures]");
    const model = this.box.querySelector("[data-kit-template=photo]").content.firstElementChild;
    const items = await Promise.all(
      this.entry.photos.map(async (photo) => {
        const item = model.cloneNode(true);
        item.querySelector("img").src = await dataAddress(photo.blob);
        item.querySelector("button").value = photo.id;
        return item;
      }),
    );
    place.replaceChildren(...items);
  }

  // Buttons ----------------------------------------------------------------------------------------------------------

  async clicked(button) {
    if (!button) return;
    const { kitSend, kitSave, kitChange, kitDrop, kitPhotoDrop, kitClear } = button.dataset;
    if (kitSave !== undefined) await this.saveFile();
    if (kitSend !== undefined) await this.sender.send(true);
    if (kitDrop !== undefined) await this.drop(button.value);
    if (kitClear !== undefined) await this.clear();
    if (kitPhotoDrop !== undefined) {
      this.entry.photos = this.entry.photos.filter(({ id }) => id !== button.value);
      this.entry.touched = true;
      await this.saveDraft();
      await this.showPhotos();
    }
    if (kitChange !== undefined) await this.reopen(button.value);
  }

  saveFile() {
    const named = this.entries.map((entry) => ({ title: this.titleOf(entry), ...entry }));
    const template = this.box.querySelector("[data-kit-template=file]");
    return saveAsFile(named, template, this.words.fileName);
  }

  // What the server may have got already is not changed here any more: that would be another entry.
  async reopen(id) {
    await this.read();
    const entry = this.entries.find((each) => each.id === id && !each.tried);
    if (!entry) return;
    await this.keep({ ...entry, ready: false });
    location.hash = `${PLACE}${entry.answer}`;
  }

  async clear() {
    await this.store.clear();
    this.entry = null;
    await this.forget?.();
    await this.read();
    this.tell("cleared");
  }

  sent() {
    return this.refresh?.(); // the page that is kept says what was sent
  }
}
