// Texts that the server does not have yet, kept on this device under their author's pseudonym until it has them.

export function draftsOf(owner) {
  const key = (answer) => `asula:draft:${owner}:${answer}`;
  return {
    get(answer) {
      try {
        return JSON.parse(localStorage.getItem(key(answer)));
      } catch {
        return null;
      }
    },
    keep(answer, draft) {
      try {
        localStorage.setItem(key(answer), JSON.stringify(draft));
        return true;
      } catch {
        return false;
      }
    },
    drop(answer) {
      try {
        localStorage.removeItem(key(answer));
      } catch {
        // nothing was kept either
      }
    },
  };
}
