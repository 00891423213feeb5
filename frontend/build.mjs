// Build everything the browser gets, once; the result is committed, so that running Loket needs no Node.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const here = (path) => new URL(path, import.meta.url).pathname;
const decoded = (path) => decodeURIComponent(here(path));
const CORE = "../src/loket/core";
const STATIC = `${CORE}/static/loket`;
const target = ["chrome123", "firefox120", "safari17.5"];

async function bundle(name, entry, extra = {}) {
  const outfile = decoded(`${STATIC}/${name}`);
  await build({ entryPoints: [decoded(entry)], outfile, bundle: true, minify: true, target, ...extra });
  const bytes = readFileSync(outfile);
  console.log(`${name}: ${(gzipSync(bytes, { level: 9 }).length / 1024).toFixed(1)} KB gzipped`);
}

function copy(from, to) {
  copyFileSync(decoded(`node_modules/${from}`), decoded(`${STATIC}/${to}`));
}

/** Take the wanted icons out of the Tabler set: name → the inside of the svg. */
function icons() {
  const wanted = readFileSync(decoded("icons.txt"), "utf8").split("\n").filter(Boolean);
  const found = {};
  for (const name of wanted) {
    const svg = readFileSync(decoded(`node_modules/@tabler/icons/icons/outline/${name}.svg`), "utf8");
    const inside = svg.match(/<svg[^>]*>(.*)<\/svg>/s)[1];
    found[name] = inside
      .replace(/<path stroke="none"[^>]*\/>/g, "")
      .replace(/\s+/g, " ")
      .replaceAll(" />", "/>")
      .replaceAll("> <", "><")
      .trim();
  }
  writeFileSync(decoded(`${CORE}/icons.json`), JSON.stringify(found, null, 1) + "\n");
  console.log(`icons.json: ${wanted.length} icons`);
}

for (const folder of ["fonts", "licenses"]) mkdirSync(decoded(`${STATIC}/${folder}`), { recursive: true });
const external = ["./fonts/*", "./tick.svg"];
for (const name of ["core", "portal", "desk"]) await bundle(`${name}.css`, `css/${name}.css`, { external });
await bundle("app.js", "js/app.js", { format: "iife" });
for (const part of ["latin", "latin-ext"])
  copy(
    `@fontsource-variable/public-sans/files/public-sans-${part}-wght-normal.woff2`,
    `fonts/public-sans-${part}.woff2`,
  );
for (const theme of readdirSync(decoded("themes")).filter((name) => name.endsWith(".svg")))
  copyFileSync(decoded(`themes/${theme}`), decoded(`${STATIC}/logo-${theme}`));
copy("htmx.org/dist/htmx.min.js", "htmx.js");
for (const [from, to] of [
  ["@fontsource-variable/public-sans/LICENSE", "public-sans-OFL-1.1.txt"],
  ["@github/combobox-nav/LICENSE", "combobox-nav-MIT.txt"],
  ["@nl-design-system-candidate/button-css/LICENSE.md", "nl-design-system-EUPL-1.2.md"],
  ["@tabler/icons/LICENSE", "tabler-icons-MIT.txt"],
  ["@utrecht/table-css/LICENSE.md", "utrecht-EUPL-1.2.md"],
  ["htmx.org/LICENSE", "htmx-0BSD.txt"],
])
  copy(from, `licenses/${to}`);
icons();
