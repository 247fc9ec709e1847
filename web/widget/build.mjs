// Builds the widget into the connector's package: what sites load, what is in the frame, and each other language. Fails
// where the whole is larger than was promised.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const MOST = 20_000;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outDir = process.env.WARMLINE_WIDGET_DIR ?? here("../../src/warmline/connectors/webchat/assets");
const PARTS = [
  { entry: "loader.ts", file: "widget.js", format: "iife" },
  { entry: "frame.ts", file: "widget.frame.js", format: "es" },
  { entry: "texts.de.ts", file: "widget.de.js", format: "es" },
];

for (const { entry, file, format } of PARTS) {
  await build({
    configFile: false,
    root: here("."),
    logLevel: "warn",
    build: {
      outDir,
      emptyOutDir: false,
      target: "es2022",
      minify: true,
      rollupOptions: {
        input: here(`src/${entry}`),
        preserveEntrySignatures: "strict",
        output: { format, entryFileNames: file },
      },
    },
  });
}

const size = (name) => gzipSync(readFileSync(`${outDir}/${name}`), { level: 9 }).length;
const sizes = readdirSync(outDir)
  .filter((name) => /^widget.*\.js$/.test(name))
  .map((name) => [name, size(name)]);
const whole = size("widget.js") + size("widget.frame.js");
const lines = [...sizes, ["widget.js and widget.frame.js", whole]].map(
  ([name, bytes]) => `${String(bytes).padStart(7)} bytes gzipped  ${name}`,
);
process.stdout.write(`${lines.join("\n")}\n`);
if (whole > MOST) {
  process.stderr.write(`The widget has ${whole} bytes gzipped; at most ${MOST} were promised.\n`);
  process.exitCode = 1;
}
