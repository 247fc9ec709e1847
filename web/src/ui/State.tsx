import classes from "./State.module.css";

/** A state as a word with a dot, for tables. The word says it; the colour only helps. */
export function State({ tone, children }: { tone: "good" | "wait" | "bad" | "off"; children: string }) {
  return (
    <span className={classes.state} data-tone={tone}>
      {children}
    </span>
  );
}
