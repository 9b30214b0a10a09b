// Builds static/dist from our styles and scripts and from the packages in node_modules. Run by `npm run build`.

import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const resolve = createRequire(import.meta.url).resolve;
const packageFolder = (name) => dirname(resolve(`${name}/package.json`));

const FONT_SUBSETS = ["latin", "cyrillic", "cyrillic-ext"]; // ң ө ү are in cyrillic-ext only
const SCRIPTS = ["asula.js", "report.js", "token.js", "soft_token.js", "visit.js", "visit_worker.js"];
const FONTS = [
  { family: "golos-text", weights: [400, 600] }, // pages
  { family: "pt-serif", weights: [400, 700] }, // documents as PDF
];

function buildStyles() {
  const { css } = sass.compile(join(here, "styles", "asula.scss"), {
    loadPaths: [dirname(packageFolder("govuk-frontend"))],
    quietDeps: true,
    style: "compressed",
  });
  return esbuild.transform(css, { loader: "css", minify: true, target: ["chrome90", "firefox90", "safari15"] });
}

function buildScripts() {
  return esbuild.build({
    bundle: true,
    entryPoints: SCRIPTS.map((name) => join(here, "scripts", name)),
    format: "esm",
    legalComments: "none",
    minify: true,
    outdir: dist,
    target: ["chrome90", "firefox90", "safari15"],
  });
}

function copyFonts({ family, weights }) {
  const source = packageFolder(`@fontsource/${family}`);
  mkdirSync(join(dist, "fonts"), { recursive: true });
  for (const subset of FONT_SUBSETS) {
    for (const weight of weights) {
      const file = `${family}-${subset}-${weight}-normal.woff2`;
      cpSync(join(source, "files", file), join(dist, "fonts", file));
    }
  }
  cpSync(join(source, "LICENSE"), join(dist, "fonts", `${family}.LICENSE.txt`));
}

rmSync(dist, { force: true, recursive: true });
mkdirSync(dist, { recursive: true });
FONTS.forEach(copyFonts);
cpSync(join(here, "images"), join(dist, "images"), { recursive: true });
cpSync(join(packageFolder("@aktivco/rutoken-plugin"), "LICENSE"), join(dist, "token.LICENSE.txt"));
cpSync(join(packageFolder("htmx.org"), "dist", "htmx.min.js"), join(dist, "htmx.js"));
const [styles] = await Promise.all([buildStyles(), buildScripts()]);
writeFileSync(join(dist, "asula.css"), styles.code);
