// Signing in with a token made of software, on machines of developers: the plug-in's calls go to its service.

import { tokenPage } from "./token_page.js";

const METHODS = ["enumerateDevices", "enumerateCertificates", "parseCertificate", "login", "logout", "sign"];
const READER = "default";

tokenPage(async (page) => {
  const service = page.dataset.softToken;
  const constants = await (await fetch(`${service}/softtoken/constants`)).json();
  const call = (method) => async (...args) => {
    const answer = await fetch(`${service}/softtoken/readers/${READER}/call`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ method, args }),
    });
    const { result, error, code } = await answer.json();
    if (error) throw new Error(String(code));
    return result;
  };
  return { ...constants, ...Object.fromEntries(METHODS.map((method) => [method, call(method)])) };
});
