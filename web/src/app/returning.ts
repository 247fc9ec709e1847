const DIALOG = "[role=dialog][aria-modal=true]";

/** A dialog that goes away as a whole leaves the keys nowhere: then they go back to where they were before it. */
export function returnFocus(): () => void {
  let last: HTMLElement | null = null;
  const known = new WeakSet<Element>();
  const watches = new Set<MutationObserver>();

  const watchOver = (dialog: Element, before: HTMLElement | null) => {
    const place = placeOf(dialog);
    if (!place) return;
    const watch = new MutationObserver(() => {
      if (dialog.isConnected) return;
      watch.disconnect();
      watches.delete(watch);
      // Whoever closed it may know a better place.
      requestAnimationFrame(() => {
        if (document.activeElement === document.body && before?.isConnected) before.focus({ preventScroll: true });
      });
    });
    watch.observe(place, { childList: true, subtree: true });
    watches.add(watch);
  };
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return;
    const dialog = target.closest(DIALOG);
    if (dialog && !known.has(dialog)) {
      known.add(dialog);
      watchOver(dialog, last);
    }
    last = openerOf(target);
  };
  document.addEventListener("focusin", onFocus);
  return () => {
    document.removeEventListener("focusin", onFocus);
    for (const watch of watches) watch.disconnect();
  };
}

/** The item of a menu is gone with the menu; its button stays. */
function openerOf(target: HTMLElement): HTMLElement {
  const menu = target.closest("[role=menu]");
  return document.getElementById(menu?.getAttribute("aria-labelledby") ?? "") ?? target;
}

/** What holds all dialogs: a child of the body. */
function placeOf(dialog: Element): Element | null {
  let at = dialog.parentElement;
  while (at?.parentElement && at.parentElement !== document.body) at = at.parentElement;
  return at;
}
