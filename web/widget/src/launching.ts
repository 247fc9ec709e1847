/** The few words beside a site's own, in all languages that we speak: too few to load a file for. */
const WORDS = {
  en: { open: "Chat with us", close: "Close the chat", title: "Chat", one: "1 new message", many: "{n} new messages" },
  de: {
    open: "Chatten Sie mit uns",
    close: "Chat schließen",
    title: "Chat",
    one: "1 neue Nachricht",
    many: "{n} neue Nachrichten",
  },
};

export type Words = (typeof WORDS)["en"];

/** The words of the first of these languages that we speak. */
export function wordsOf(wanted: readonly string[]): Words {
  const known = wanted.map((each) => each.toLowerCase().split("-")[0] ?? "").find((each) => each in WORDS);
  return WORDS[(known ?? "en") as keyof typeof WORDS];
}

export function news(count: number, words: Words): string {
  return count === 1 ? words.one : words.many.replace("{n}", String(count));
}
