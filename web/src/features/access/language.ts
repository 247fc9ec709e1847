import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { LANGUAGES } from "../../lib/i18n";
import { type Preferences, setPreferences } from "../../lib/preferences";

/** The language that the page is in. */
export function useSpoken(): keyof typeof LANGUAGES {
  const { i18n } = useTranslation("access");
  return i18n.resolvedLanguage === "de" ? "de" : "en";
}

/** Have this machine's pages in another language from now on. */
export function speak(language: string): void {
  if (!(language in LANGUAGES)) return;
  setPreferences({ language: language as Preferences["language"] });
  void i18next.changeLanguage(language);
}
