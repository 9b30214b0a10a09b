// The page of the sign-in with a token: finds tokens and their certificates, lets one of them sign our challenge, and
// hands the signature to the server. The token's password never leaves this page.

const NAMES = { commonName: "person", organizationName: "organization" };

class Problem extends Error {}

function part(name) {
  return document.querySelector(`[data-token-${name}]`);
}

function say(text) {
  part("status").textContent = text;
}

function show(problem) {
  say("");
  const template = document.querySelector(`template[data-problem="${problem}"]`);
  part("problem").replaceChildren(template.content.cloneNode(true));
  part("again").hidden = false;
}

function message(name) {
  return document.querySelector(`template[data-message="${name}"]`).content.textContent;
}

function complain(text) {
  const line = document.getElementById("token-password-error");
  line.textContent = text;
  line.hidden = !text;
  part("password").classList.toggle("govuk-form-group--error", Boolean(text));
  document.getElementById("token-password").focus();
}

function described(certificate) {
  const known = { person: "", organization: "" };
  for (const { rdn, value } of certificate.subject) if (NAMES[rdn]) known[NAMES[rdn]] = value;
  return known;
}

async function certificatesOf(plugin) {
  const devices = await plugin.enumerateDevices();
  if (!devices.length) throw new Problem("device");
  const found = [];
  for (const device of devices) {
    for (const id of await plugin.enumerateCertificates(device, plugin.CERT_CATEGORY_USER)) {
      const certificate = await plugin.parseCertificate(device, id);
      found.push({ device, id, until: new Date(certificate.validNotAfter), ...described(certificate) });
    }
  }
  if (!found.length) throw new Problem("certificate");
  return found;
}

function radio(certificate, index) {
  const box = part("certificates");
  const item = document.createElement("div");
  const input = document.createElement("input");
  const label = document.createElement("label");
  const hint = document.createElement("div");
  item.className = "govuk-radios__item";
  Object.assign(input, { className: "govuk-radios__input", id: `certificate-${index}`, type: "radio", checked: !index });
  input.setAttribute("aria-describedby", `certificate-${index}-hint`);
  input.name = "certificate-choice";
  label.className = "govuk-label govuk-radios__label";
  label.htmlFor = input.id;
  label.textContent = certificate.organization || certificate.person;
  hint.className = "govuk-hint govuk-radios__hint";
  hint.id = `certificate-${index}-hint`;
  const day = certificate.until.toLocaleDateString("ru-RU");
  hint.textContent = [certificate.organization && certificate.person, `${box.dataset.validUntil} ${day}`]
    .filter(Boolean)
    .join(", ");
  item.append(input, label, hint);
  return item;
}

async function challenge(page, form) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const answer = await fetch(page.dataset.challengeUrl, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => {
    throw new Problem("offline");
  });
  if (!answer.ok) throw new Problem("offline");
  return answer.json();
}

function codeOf(plugin, error) {
  const code = Number(error?.message ?? error);
  return Object.keys(plugin.errorCodes).find((name) => plugin.errorCodes[name] === code);
}

async function signed(plugin, { device, id }, text, password) {
  await plugin.login(device, password).catch((error) => {
    if (codeOf(plugin, error) !== "ALREADY_LOGGED_IN") throw error;
  });
  try {
    const options = { addUserCertificate: true, rsaHashAlgorithm: plugin.HASH_TYPE_SHA256 };
    return await plugin.sign(device, id, text, plugin.DATA_FORMAT_PLAIN, options);
  } finally {
    await plugin.logout(device);
  }
}

async function signIn(page, plugin, certificates) {
  const form = part("form");
  const field = document.getElementById("token-password");
  const chosen = [...form.querySelectorAll("input[type=radio]")].findIndex((input) => input.checked);
  complain("");
  if (!field.value) return complain(message("empty"));
  say(part("status").dataset.signing);
  try {
    const { id, text } = await challenge(page, form);
    form.elements.signature.value = await signed(plugin, certificates[chosen], text, field.value);
    form.elements.challenge.value = id;
  } catch (error) {
    say("");
    if (error instanceof Problem) return show(error.message);
    const code = codeOf(plugin, error);
    field.value = "";
    if (code === "PIN_INCORRECT") return complain(message("wrong"));
    if (code === "PIN_LOCKED") return complain(message("locked"));
    return show("failed");
  }
  field.value = "";
  return form.submit();
}

export function tokenPage(loadPlugin) {
  const page = document.querySelector("[data-token]");
  const form = part("form");
  let plugin;
  let certificates = [];

  async function look() {
    part("problem").replaceChildren();
    part("again").hidden = true;
    form.hidden = true;
    say(part("status").dataset.looking);
    try {
      plugin = await loadPlugin(page, Problem);
      certificates = await certificatesOf(plugin);
    } catch (error) {
      return show(error instanceof Problem ? error.message : "failed");
    }
    say("");
    part("certificates").replaceChildren(...certificates.map(radio));
    form.hidden = false;
    return form.querySelector("input[type=radio]").focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    signIn(page, plugin, certificates);
  });
  part("again").addEventListener("click", look);
  look();
}
