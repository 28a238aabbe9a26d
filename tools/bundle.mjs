// Bundles each context's scripts, and records what they were made from so that a test can tell a stale bundle.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const CONTEXTS = {
  studio: { entries: ["studio.ts", "editor.ts"], within: "CodeMirror: MIT licence." },
  video: { entries: ["player.ts", "hls.ts", "captions.ts", "upload.ts"], within: "hls.js: Apache licence 2.0." },
};

const files = (folder) => readdirSync(folder).flatMap((name) => {
  const path = join(folder, name);
  return statSync(path).isDirectory() ? files(path) : [path];
});

for (const [context, { entries, within }] of Object.entries(CONTEXTS)) {
  const web = join(root, "src/learnstead", context, "web");
  const sources = join(web, "assets");
  const out = join(web, "static", context);
  await build({
    entryPoints: entries.map((name) => join(sources, name)),
    outdir: out,
    entryNames: "[name].min",
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    banner: { js: `// Built from src/learnstead/${context}/web/assets by \`make assets\`. ${within}` },
  });
  const hash = createHash("sha256");
  for (const path of [...files(sources), join(root, "package-lock.json")].sort()) {
    hash.update(`${relative(root, path)}\n`).update(readFileSync(path));
  }
  writeFileSync(join(out, "assets.json"), `${JSON.stringify({ sources: hash.digest("hex") })}\n`);
}
