import { useEffect } from "react";

const unsaved = new Set<symbol>();

/** Whether something on the page was changed and not saved. */
export const isUnsaved = (): boolean => unsaved.size > 0;

/** What was changed is given up, so that nothing more asks: the page goes away. */
export const giveUp = (): void => unsaved.clear();

/** While `dirty`, leaving the page asks first. */
export function useUnsaved(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const mine = Symbol("unsaved");
    unsaved.add(mine);
    return () => {
      unsaved.delete(mine);
    };
  }, [dirty]);
}
