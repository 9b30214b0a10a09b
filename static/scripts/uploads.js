// The file field of GOV.UK Frontend, with a name that says exactly what is seen: it joins the parts with a hidden comma,
// which people who speak to their computer would have to say.

import { createAll, FileUpload } from "govuk-frontend";

export function dressUploads(root) {
  createAll(FileUpload, {}, root);
  for (const button of root.querySelectorAll(".govuk-file-upload-button")) {
    button.querySelector(`[id="${button.id}-comma"]`)?.remove();
    button.setAttribute("aria-labelledby", `${button.id}-label ${button.id}`);
  }
}
