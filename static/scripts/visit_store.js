// Entries of a visit on this device, each under the pseudonym of its author: nobody else's are ever read.

const NAME = "asula-visit";
const WHOSE = "whose";

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    const entries = request.result.createObjectStore("entries", { keyPath: "id" });
    entries.createIndex(WHOSE, ["owner", "application"]);
  };
  return answered(request);
}

export async function storeOf(owner, application) {
  const database = await opened();
  const entries = (mode) => database.transaction("entries", mode, { durability: "strict" }).objectStore("entries");

  function done(change) {
    return new Promise((resolve, reject) => {
      const store = entries("readwrite");
      change(store);
      store.transaction.oncomplete = () => resolve(true);
      store.transaction.onabort = () => reject(store.transaction.error);
    });
  }

  return {
    async all() {
      const found = await answered(entries("readonly").index(WHOSE).getAll([owner, application]));
      return found.sort((one, other) => one.notedAt.localeCompare(other.notedAt));
    },
    put: (entry) => done((store) => store.put({ ...entry, owner, application, page: location.pathname })),
    drop: (id) => done((store) => store.delete(id)),
    async clear() {
      for (const entry of await this.all()) await this.drop(entry.id);
    },
  };
}

// What waits on this device, whoever wrote it.
export async function leftHere() {
  try {
    if (indexedDB.databases && !(await indexedDB.databases()).some(({ name }) => name === NAME)) return [];
    const database = await opened();
    const entries = await answered(database.transaction("entries").objectStore("entries").getAll());
    database.close();
    return entries;
  } catch {
    return [];
  }
}
