import type { Command } from "../lib/commands";

/** Commands in which every word of the query begins a word; those whose title begins with the query come first. */
export function found(commands: Command[], query: string): Command[] {
  const wanted = folded(query).split(/\s+/).filter(Boolean);
  const matching = onceEach(commands).filter((command) => {
    const words = folded(`${command.title} ${command.group} ${command.words ?? ""}`).split(/[\s-]+/);
    return wanted.every((each) => words.some((word) => word.startsWith(each)));
  });
  const first = folded(query.trim());
  return matching.sort((a, b) => Number(folded(b.title).startsWith(first)) - Number(folded(a.title).startsWith(first)));
}

const folded = (text: string): string => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

/** What stands on several keys, once: by the first of them. */
const onceEach = (commands: Command[]): Command[] => {
  const seen = new Set<string>();
  return commands.filter(({ group, title }) => {
    const name = `${group}\n${title}`;
    const isNew = !seen.has(name);
    seen.add(name);
    return isNew;
  });
};
