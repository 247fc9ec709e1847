import type { Command } from "../lib/commands";

/** Commands in which every word of the query begins a word; those whose title begins with the query come first. Where
 * there are none, a letter too many, too few or wrong in a word is forgiven. */
export function found(commands: Command[], query: string): Command[] {
  const wanted = folded(query)
    .split(/[\s-]+/)
    .filter(Boolean);
  const among = (begins: (word: string, typed: string) => boolean) =>
    onceEach(commands).filter((command) => {
      const words = folded(`${command.title} ${command.group} ${command.words ?? ""}`).split(/[\s-]+/);
      return wanted.every((each) => words.some((word) => begins(word, each)));
    });
  const exact = among((word, typed) => word.startsWith(typed));
  const matching = exact.length > 0 ? exact : among(nearlyBegins);
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

// Of fewer letters nearly everything is one away.
const FORGIVEN_FROM = 4;

/** Whether a word begins with what was typed but for one letter. */
function nearlyBegins(word: string, typed: string): boolean {
  if (word.startsWith(typed)) return true;
  if (typed.length < FORGIVEN_FROM) return false;
  let same = 0;
  while (same < typed.length && word[same] === typed[same]) same += 1;
  const rest = typed.slice(same + 1);
  const swapped = typed.slice(same, same + 2) === `${word[same + 1]}${word[same]}`;
  return (
    word.startsWith(rest, same + 1) ||
    word.startsWith(rest, same) ||
    word.startsWith(typed.slice(same), same + 1) ||
    (swapped && word.startsWith(typed.slice(same + 2), same + 2))
  );
}
