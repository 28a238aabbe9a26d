// Bundles the studio's scripts, and records what they were made from so that a test can tell a stale bundle.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../../../..");
const out = join(here, "../static/studio");

await build({
  entryPoints: [join(here, "studio.ts"), join(here, "editor.ts")],
  outdir: out,
  entryNames: "[name].min",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  banner: { js: "// Built from src/learnstead/studio/web/assets by `make assets`. CodeMirror: MIT licence." },
});

const files = (folder) => readdirSync(folder).flatMap((name) => {
  const path = join(folder, name);
  return statSync(path).isDirectory() ? files(path) : [path];
});
const hash = createHash("sha256");
for (const path of [...files(here), join(root, "package-lock.json")].sort()) {
  hash.update(`${relative(root, path)}\n`).update(readFileSync(path));
}
writeFileSync(join(out, "assets.json"), `${JSON.stringify({ sources: hash.digest("hex") })}\n`);
