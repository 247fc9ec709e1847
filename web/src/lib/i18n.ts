import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import { preferences } from "./preferences";

export const LANGUAGES = { en: "English", de: "Deutsch" } as const;

// One file for each language and feature; a page brings its own when it is opened.
const files = import.meta.glob<Record<string, unknown>>("../texts/*/*.json", { import: "default" });

const backend: BackendModule = {
  type: "backend",
  init: () => undefined,
  read(language, namespace, done) {
    const load = files[`../texts/${language}/${namespace}.json`];
    if (!load) return done(new Error(`no texts ${language}/${namespace}`), false);
    load().then(
      (texts) => done(null, texts),
      (error: Error) => done(error, true),
    );
  },
};

/** Texts in the language that was chosen, or the browser's. `app` is what every page needs. */
export async function startTexts(): Promise<void> {
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng:
        preferences().language ??
        navigator.languages.map((each) => each.slice(0, 2)).find((each) => each in LANGUAGES) ??
        "en",
      fallbackLng: "en",
      supportedLngs: Object.keys(LANGUAGES),
      ns: ["app"],
      defaultNS: "app",
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
  const say = () => {
    document.documentElement.lang = i18next.resolvedLanguage ?? "en";
  };
  i18next.on("languageChanged", say);
  say();
}
