// Sends what waits on the device, entry by entry, each thing once: the server knows it by the key made here. What it
// refuses stays, with the reason. First it is asked who is signed in: nothing is sent as another person.

const PATIENCE = 60000; // ms for one answer; photos may be slow
const PAUSES = [5000, 15000, 30000, 60000];

async function ask(address, options = {}) {
  const patience = new AbortController();
  const bell = setTimeout(() => patience.abort(), PATIENCE);
  const headers = { "HX-Request": "true", "HX-Current-URL": location.href.split("#")[0] };
  try {
    const response = await fetch(address, { headers, redirect: "manual", signal: patience.signal, ...options });
    const told = await response.json().catch(() => ({}));
    return { status: response.status, way: response.headers.get("HX-Redirect"), ...told };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(bell);
  }
}

export class Sender {
  constructor(kit) {
    this.kit = kit;
    this.failures = 0;
  }

  // What was refused is tried again only when somebody asks for it: the reason may have gone.
  async send(again = false) {
    clearTimeout(this.timer);
    if (this.running) return;
    this.running = true;
    try {
      await this.alone(() => this.round(again));
    } finally {
      this.running = false;
    }
  }

  // Two open pages of one device don't send the same things at the same time.
  alone(work) {
    return navigator.locks ? navigator.locks.request("asula-visit", work) : work();
  }

  async round(again) {
    const { kit } = this;
    await kit.read();
    if (!navigator.onLine) return kit.tell("offline");
    if (!kit.waiting.length) return kit.tell("sent");
    kit.tell("sending");
    const state = await ask(kit.words.state);
    if (state.status === 401) return kit.tell("ended", state.way);
    if (state.status === 404) return kit.tell("gone");
    if (!state.owner) return this.later();
    if (state.owner !== kit.words.owner) return kit.tell("foreign");
    for (const { id } of kit.waiting) {
      const entry = kit.waiting.find((each) => each.id === id); // somebody may be changing it meanwhile
      if (!entry || (entry.refusal && !again)) continue;
      if (!(await this.one(entry, state.token))) return this.later();
    }
    this.failures = 0;
    document.dispatchEvent(new CustomEvent("asula:worked"));
    kit.tell(kit.waiting.length ? "refused" : "sent");
    return kit.sent();
  }

  later() {
    this.timer = setTimeout(() => this.send(), PAUSES[Math.min(this.failures, PAUSES.length - 1)]);
    this.failures += 1;
    this.kit.tell(navigator.onLine ? "failed" : "offline");
  }

  async one(entry, token) {
    if (!entry.stored) {
      await this.kit.keep({ ...entry, tried: true });
      const fields = { owner: this.kit.words.owner, public_id: entry.id, answer: entry.answer, finding: entry.finding };
      const rating = entry.rates ? { mark: entry.mark, comment: entry.comment } : {};
      const rest = { note: entry.note, noted_at: entry.notedAt, rating_base: entry.base, ...rating };
      const told = await this.post(this.kit.words.entries, { ...fields, ...rest }, token);
      if (told.state === "refused" || told.status === 404) {
        await this.kit.keep({ ...entry, tried: false, refusal: told.note || this.kit.words.gone });
        return true;
      }
      if (told.state !== "stored") return false;
      entry = { ...entry, tried: true, stored: true, refusal: "" };
      await this.kit.keep(entry);
      this.kit.stored(entry, told);
    }
    return this.photos(entry, token);
  }

  async photos(entry, token) {
    for (const photo of entry.photos.filter(({ sent }) => !sent)) {
      const fields = { owner: this.kit.words.owner, entry: entry.id, public_id: photo.id };
      const told = await this.post(this.kit.words.photos, fields, token, photo);
      if (told.state !== "stored" && told.state !== "refused") return false;
      photo.sent = told.state === "stored";
      photo.refusal = told.note ?? "";
      await this.kit.keep(entry);
    }
    const refused = entry.photos.find(({ sent }) => !sent);
    if (refused) await this.kit.keep({ ...entry, refusal: refused.refusal });
    else await this.kit.drop(entry.id);
    return true;
  }

  post(address, fields, token, photo) {
    const body = new FormData();
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token, ...fields })) body.append(name, value);
    if (photo) body.append("photo", photo.blob, photo.name);
    return ask(address, { method: "POST", body });
  }
}
