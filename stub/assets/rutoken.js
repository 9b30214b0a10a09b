// Stands in for the package `@aktivco/rutoken-plugin` where there is neither a plug-in nor a token: the same names,
// the same promises, the same errors (an Error whose message is the number of a code in `plugin.errorCodes`).
// `serviceUrl` is the address of the soft token; by default the folder this file was loaded from.
export function createRutoken({ serviceUrl = new URL("../softtoken", import.meta.url).href, reader = "default" } = {}) {
  const METHODS = [
    "enumerateDevices",
    "getDeviceInfo",
    "login",
    "logout",
    "enumerateCertificates",
    "getCertificate",
    "parseCertificate",
    "sign",
    "authenticate",
  ];

  async function call(method, args) {
    const response = await fetch(`${serviceUrl}/readers/${reader}/call`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ method, args }),
    });
    const answer = await response.json();
    if (answer.error) throw new Error(String(answer.code));
    return answer.result ?? undefined;
  }

  async function isReachable() {
    try {
      return (await fetch(`${serviceUrl}/constants`)).ok;
    } catch {
      return false;
    }
  }

  async function loadPlugin() {
    const plugin = await (await fetch(`${serviceUrl}/constants`)).json();
    for (const method of METHODS) plugin[method] = (...args) => call(method, args);
    return plugin;
  }

  return {
    ready: Promise.resolve(true),
    isExtensionInstalled: async () => true,
    isPluginInstalled: isReachable,
    loadPlugin,
  };
}

export default createRutoken();
