// An expert's rating saves itself as an answer does: what is kept and sent is the mark and its comment together.

import { Answer, SAME } from "./answer.js";

const joined = (mark, comment) => `${mark}\n${SAME(comment)}`;

function split(text) {
  const end = text.indexOf("\n");
  return [text.slice(0, end), text.slice(end + 1)];
}

export class Rating extends Answer {
  constructor(field, page) {
    super(field, page);
    this.marks = [...page.form.elements[`mark-${this.key}`]];
    const before = this.marks.find((mark) => mark.defaultChecked)?.value ?? "";
    this.saved = joined(before, field.defaultValue);
    for (const mark of this.marks) mark.addEventListener("change", () => this.chosen());
  }

  get text() {
    return joined(this.marks.find((mark) => mark.checked)?.value ?? "", this.field.value);
  }

  chosen() {
    this.typed();
    this.send();
  }

  show(text) {
    const [mark, comment] = split(text);
    for (const each of this.marks) each.checked = each.value === mark;
    this.field.value = comment;
  }

  fields(text) {
    const [mark, comment] = split(text);
    return { [`mark-${this.key}`]: mark, [`text-${this.key}`]: comment };
  }
}
