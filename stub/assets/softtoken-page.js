// Tries the soft token on its own page: reads the devices and their certificates through the plug-in's interface.
import rutoken from "./rutoken.js";

const output = document.getElementById("devices");

async function show() {
  await rutoken.ready;
  if (!(await rutoken.isPluginInstalled())) return;
  const plugin = await rutoken.loadPlugin();
  const lines = [];
  for (const device of await plugin.enumerateDevices()) {
    lines.push(await plugin.getDeviceInfo(device, plugin.TOKEN_INFO_LABEL));
    for (const id of await plugin.enumerateCertificates(device, plugin.CERT_CATEGORY_USER)) {
      const { subject } = await plugin.parseCertificate(device, id);
      lines.push("  " + subject.map(({ rdn, value }) => `${rdn}=${value}`).join(", "));
    }
  }
  output.textContent = lines.join("\n");
}

show();
