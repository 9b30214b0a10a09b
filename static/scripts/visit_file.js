// What lies on the device as a file that any browser opens: words and photos in one page, readable without us.

import { dataAddress } from "./visit_photos.js";

async function written(entry, template) {
  const part = template.content.firstElementChild.cloneNode(true);
  const chosen = [`finding-${entry.finding}`, entry.rates ? `mark-${entry.mark}` : ""];
  for (const word of part.querySelectorAll("[data-value]")) if (!chosen.includes(word.dataset.value)) word.remove();
  part.querySelector("h2").textContent = entry.title ?? "";
  part.querySelector("time").textContent = new Date(entry.notedAt).toLocaleString(document.documentElement.lang);
  part.querySelector("[data-file-note]").textContent = entry.note;
  part.querySelector("[data-file-comment]").textContent = entry.rates ? entry.comment : "";
  for (const photo of entry.photos) {
    const picture = document.createElement("img");
    picture.src = await dataAddress(photo.blob);
    picture.alt = photo.name;
    picture.width = 480;
    part.append(picture);
  }
  return part;
}

export async function saveAsFile(entries, template, name) {
  const page = document.implementation.createHTMLDocument(name);
  const charset = page.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  page.head.prepend(charset);
  page.documentElement.lang = document.documentElement.lang;
  for (const entry of entries) page.body.append(await written(entry, template));
  const blob = new Blob([`<!doctype html>${page.documentElement.outerHTML}`], { type: "text/html" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${name}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
