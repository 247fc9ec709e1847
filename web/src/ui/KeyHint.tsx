import { Kbd } from "@mantine/core";
import { keyNames } from "../lib/keys";

/** The keys of a command, as they are drawn on a keyboard. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span style={{ whiteSpace: "nowrap" }}>
      {keyNames(keys).map((name, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stroke may stand twice.
        <Kbd key={place} size="xs" mx={1}>
          {name}
        </Kbd>
      ))}
    </span>
  );
}
