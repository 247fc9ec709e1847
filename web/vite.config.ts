import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const SERVER = process.env.WARMLINE ?? "http://127.0.0.1:8080";
const PACKAGE = fileURLToPath(new URL("../src/warmline/api/desk", import.meta.url));

/** Writes each text also as .br and .gz: the server only has to choose. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        for (const [fileName, file] of Object.entries(bundle)) {
          const source = file.type === "chunk" ? file.code : file.source;
          if (!/\.(js|css|html|svg|json)$/.test(fileName)) continue;
          const bytes = Buffer.from(source);
          this.emitFile({ type: "asset", fileName: `${fileName}.br`, source: brotliCompressSync(bytes) });
          this.emitFile({ type: "asset", fileName: `${fileName}.gz`, source: gzipSync(bytes, { level: 9 }) });
        }
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), compressed()],
  build: {
    outDir: PACKAGE,
    emptyOutDir: true,
    assetsDir: "files",
    target: "es2022",
    modulePreload: { polyfill: false },
    // A piece of a few hundred bytes costs more to ask for than to have: what all pages share comes in a few.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "icons", test: /@tabler[\\/]icons/, minShareCount: 3 },
            {
              name: "frame",
              test: /node_modules[\\/]((react|react-dom|scheduler|i18next|react-i18next|use-sync-external-store)[\\/]|@tanstack|openapi-)/,
            },
            { name: "looks", test: /@mantine[\\/](core|hooks|notifications)|@floating-ui|clsx/, minShareCount: 18 },
            { name: "desk", test: /src[\\/](api|lib|ui)[\\/]/, minShareCount: 10 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      "/api": { target: SERVER, ws: true },
      "/channels": { target: SERVER, ws: true },
      "/docs": SERVER,
    },
  },
  test: {
    environment: "jsdom",
    // The pages that tests stand in are made once; no test leaves anything behind in its modules.
    isolate: false,
    // A machine that does much beside takes its time to draw.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ["src/test-setup.ts"],
    include: ["src/**/*.test.{ts,tsx}", "widget/**/*.test.ts"],
  },
});
