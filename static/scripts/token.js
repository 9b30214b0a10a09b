// Signing in with a Rutoken through its maker's plug-in.

import rutoken from "@aktivco/rutoken-plugin";

import { tokenPage } from "./token_page.js";

const needsExtension = "chrome" in window || typeof InstallTrigger !== "undefined";

tokenPage(async (_page, Problem) => {
  await rutoken.ready;
  if (needsExtension && !(await rutoken.isExtensionInstalled())) throw new Problem("extension");
  if (!(await rutoken.isPluginInstalled())) throw new Problem("plugin");
  return rutoken.loadPlugin();
});
