/** What a key does in the table of skills: another level, or another cell. Pure. */

export type Move = { kind: "level"; level: number } | { kind: "go"; row: number; column: number } | { kind: "none" };

const STEPS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** 1 to 5 set the level, 0 and Delete take it away, + and - change it by one, arrows go on within the table. */
export function moveOf(
  key: string,
  at: { row: number; column: number; level: number },
  size: { rows: number; columns: number },
): Move {
  if (/^[0-5]$/.test(key)) return { kind: "level", level: Number(key) };
  if (key === "Delete" || key === "Backspace") return { kind: "level", level: 0 };
  if (key === "+") return { kind: "level", level: Math.min(5, at.level + 1) };
  if (key === "-") return { kind: "level", level: Math.max(0, at.level - 1) };
  if (key === "Home") return { kind: "go", row: at.row, column: 0 };
  if (key === "End") return { kind: "go", row: at.row, column: size.columns - 1 };
  const step = STEPS[key];
  if (!step) return { kind: "none" };
  return {
    kind: "go",
    row: Math.min(size.rows - 1, Math.max(0, at.row + step[0])),
    column: Math.min(size.columns - 1, Math.max(0, at.column + step[1])),
  };
}

/** An agent's skills with one at another level; 0 is not to have it. */
export function withLevel(skills: Record<string, number>, skill: string, level: number): Record<string, number> {
  const { [skill]: _, ...rest } = skills;
  return level > 0 ? { ...rest, [skill]: level } : rest;
}
