// Texts that the server does not have yet, kept on this device under their author's pseudonym until it has them.

const PREFIX = "asula:draft:";

export function draftsOf(owner) {
  const key = (answer) => `${PREFIX}${owner}:${answer}`;
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
        localStorage.setItem(key(answer), JSON.stringify({ ...draft, page: location.pathname + location.search }));
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

// Whose texts wait on this device, and on which page they would be sent.
export function draftsLeft() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return keys.map((key) => ({ owner: key.split(":")[2], page: JSON.parse(localStorage.getItem(key)).page }));
  } catch {
    return [];
  }
}
