import { Button } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTopics } from "../../api/live";
import { useNow } from "../../lib/clock";
import { Failure, Loading } from "../../ui/states";
import classes from "./Inbox.module.css";
import { type InboxList, LIST_ID } from "./list";
import { Row } from "./Row";
import type { Selection } from "./selection";
import type { Shown } from "./shown";

const ROW_PX = 76;
const OVERSCAN = 8;
// Rows whose contacts the live socket follows: those in sight, once the scrolling has stopped.
const SETTLED_MS = 400;
const FOLLOWED = 40;

interface Props {
  list: InboxList;
  shown: Shown;
  active: string | null;
  open: string | null;
  selection: Selection;
  empty: ReactNode;
  onActive: (id: string) => void;
  onOpen: (id: string) => void;
  /** The pointer came over a row. */
  onRest: (id: string) => void;
  onSelect: (id: string, range: boolean) => void;
  onKey: (event: KeyboardEvent) => void;
  onMenu: (id: string, x: number, y: number) => void;
}

const rowAt = (target: EventTarget | null): string | null =>
  target instanceof Element ? (target.closest<HTMLElement>("[data-row]")?.dataset.row ?? null) : null;

/** The rows themselves. Only those in sight are drawn, however many there are. */
export function Rows({ list, shown, active, open, selection, empty, ...on }: Props) {
  const { t } = useTranslation("inbox");
  const scroller = useRef<HTMLDivElement>(null);
  const nowMs = useNow(5);
  const { order } = shown;
  const rows = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    getItemKey: (n) => order[n] ?? n,
  });
  const drawn = rows.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (shown.more && last >= order.length - 40) void list.loadMore();
  }, [list, shown.more, last, order.length]);

  const visible = drawn.map((item) => order[item.index] ?? "").filter(Boolean);
  useTopics(useSettled(visible));

  // Only a move of the keys scrolls, and not what comes in above.
  const latest = useRef(order);
  latest.current = order;
  useEffect(() => {
    const at = active ? latest.current.indexOf(active) : -1;
    if (at >= 0) rows.scrollToIndex(at, { align: "auto" });
  }, [active, rows]);

  const click = (event: MouseEvent) => {
    const id = rowAt(event.target);
    if (!id) return;
    const box = event.target instanceof Element && event.target.closest("[data-select]");
    if (event.shiftKey || event.ctrlKey || event.metaKey || box) on.onSelect(id, event.shiftKey);
    else on.onOpen(id);
    on.onActive(id);
  };
  const menu = (event: MouseEvent) => {
    const id = rowAt(event.target);
    if (!id) return;
    event.preventDefault();
    on.onActive(id);
    on.onMenu(id, event.clientX, event.clientY);
  };
  const reveal = () => {
    list.reveal();
    rows.scrollToIndex(0);
  };

  if (shown.error && !shown.loaded) return <Failure error={shown.error} retry={() => void list.load()} />;
  if (!shown.loaded) return <Loading rows={8} />;
  return (
    <div className={classes.rows}>
      <div className={classes.above} aria-live="polite">
        {shown.above > 0 && (
          <Button size="compact-sm" radius="xl" leftSection={<IconArrowUp size={14} />} onClick={reveal}>
            {t("new_above", { count: shown.above })}
          </Button>
        )}
      </div>
      {order.length === 0 && empty}
      <div
        ref={scroller}
        id={LIST_ID}
        className={classes.scroller}
        data-empty={order.length === 0 || undefined}
        role="listbox"
        tabIndex={0}
        aria-multiselectable
        aria-label={t("rows")}
        aria-activedescendant={active && visible.includes(active) ? `row-${active}` : undefined}
        onScroll={(event) => {
          list.atTop = event.currentTarget.scrollTop < ROW_PX / 2;
        }}
        onClick={click}
        onPointerOver={(event) => {
          const id = event.pointerType === "mouse" ? rowAt(event.target) : null;
          if (id && id !== open) on.onRest(id);
        }}
        onContextMenu={menu}
        onKeyDown={on.onKey}
      >
        <div role="presentation" style={{ height: rows.getTotalSize(), position: "relative" }}>
          {drawn.map((item) => {
            const row = list.row(order[item.index] ?? "");
            return row ? (
              <Row
                key={item.key}
                id={`row-${row.interaction_id}`}
                row={row}
                nowMs={nowMs}
                place={item.index}
                total={shown.more ? -1 : order.length}
                top={item.start}
                active={active === row.interaction_id}
                open={open === row.interaction_id}
                selected={selection.ids.has(row.interaction_id)}
                selecting={selection.ids.size > 0}
              />
            ) : null;
          })}
        </div>
      </div>
      {shown.error !== null && <Failure error={shown.error} retry={() => void list.loadMore()} />}
    </div>
  );
}

/** The topics of these rows, once they have stayed the same for a moment. */
function useSettled(ids: string[]): string[] {
  const now = ids.slice(0, FOLLOWED).join(",");
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(now), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return useMemo(() => (settled ? settled.split(",").map((id) => `interaction:${id}`) : []), [settled]);
}
