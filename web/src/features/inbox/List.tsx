import { Menu } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { now } from "../../lib/clock";
import { type Command, useCommands } from "../../lib/commands";
import { useForeseeing } from "../case/foreseeing";
import { ActionItems, type Asked, offeredFor } from "./actions";
import { BulkBar, Outcome } from "./BulkBar";
import type { Action } from "./bulk";
import { ChooseTarget } from "./ChooseTarget";
import type { Look } from "./filters";
import { LIST_ID } from "./list";
import { Rows } from "./Rows";
import type { InboxRow } from "./rows";
import { extended, kept, moved, NONE, toggled } from "./selection";
import { untilOf } from "./snoozing";
import { useBulk } from "./useBulk";
import { useInboxList, useReading } from "./useInboxList";

interface Props {
  look: Look;
  view: string;
  interactionId: string | null;
  empty: ReactNode;
  settled: () => void;
}

/** The rows, what is selected of them, and what is done with those. */
export function List({ look, view, interactionId, empty, settled }: Props) {
  const { t } = useTranslation(["inbox", "app"]);
  const navigate = useNavigate();
  const [list, shown] = useInboxList(look);
  const [at, setAt] = useState<string | null>(null);
  const [chosen, setSelection] = useState(NONE);
  const [menu, setMenu] = useState<{ x: number; y: number } | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const bulk = useBulk(list, settled);
  useReading(list, shown, interactionId);

  const active = at && list.has(at) ? at : interactionId && list.has(interactionId) ? interactionId : null;
  const selection = kept(chosen, list.has);
  const rowsOf = (ids: Iterable<string>): InboxRow[] => [...ids].flatMap((id) => list.row(id) ?? []);
  const concerned = rowsOf(selection.ids.size > 0 ? selection.ids : active ? [active] : []);

  const foreseeing = useForeseeing();
  const toldOf = (id: string) => ({ interactionId: id, caseId: list.row(id)?.case_id ?? null });
  const open = (id: string) => {
    foreseeing.now(toldOf(id));
    void navigate({ to: "/desk/$view/$interactionId", params: { view, interactionId: id }, search: true });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another row is chosen, whatever changes in it.
  useEffect(() => {
    if (at) foreseeing.soon(toldOf(at));
  }, [at]);
  const step = (by: number) => {
    const next = moved(shown.order, active, by);
    if (next) setAt(next);
    return next;
  };
  const select = (id: string, range: boolean) =>
    setSelection((was) => (range ? extended(was, shown.order, id, active) : toggled(was, id)));
  const reach = (by: number) => {
    const from = active;
    const next = step(by);
    if (next) setSelection((was) => extended(was, shown.order, next, from));
  };
  // By their letters the keys come to the list from wherever they were, so that Enter and the arrows go on there.
  const entered = (by: (by: number) => void, count: number) => () => {
    by(count);
    document.getElementById(LIST_ID)?.focus({ preventScroll: true });
  };
  const clear = () => setSelection(NONE);
  const run = (action: Action) => {
    bulk.run(action, concerned);
    clear();
  };
  const command = (id: string, keys: string | undefined, does: () => void, enabled = true): Command => ({
    id: `inbox.${id}`,
    title: t(`command.${id}`),
    group: t("app:group.inbox"),
    keys,
    run: does,
    enabled,
  });
  useCommands([
    command("next", "j", entered(step, 1)),
    command("previous", "k", entered(step, -1)),
    command("open", "o", () => active && open(active), active !== null),
    command("select", "x", () => active && select(active, false), active !== null),
    command("select_down", "shift+j", entered(reach, 1), active !== null),
    command("select_up", "shift+k", entered(reach, -1), active !== null),
    command("clear", "shift+x", clear, selection.ids.size > 0),
    command("new_above", "shift+n", list.reveal.bind(list), shown.above > 0),
    ...offeredFor(concerned, bulk.rights).map(({ kind, keys }): Command => {
      const act = () => {
        if (kind === "assign" || kind === "move") setAsked(kind);
        else if (kind === "snooze") run({ kind, until: untilOf("tomorrow", now()) });
        else run({ kind } as Action);
      };
      return { ...command("", keys, act), id: `inbox.do.${kind}`, title: t(`command_do.${kind}`) };
    }),
  ]);

  const onKey = (event: KeyboardEvent) => {
    const arrow = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity }[event.key];
    if (arrow !== undefined) {
      if (event.shiftKey) reach(arrow);
      else step(arrow);
    } else if (event.key === "Enter" && active) open(active);
    else if (event.key === " " && active) select(active, false);
    else if (event.key === "Escape" && selection.ids.size > 0) clear();
    else if (event.key === "a" && (event.ctrlKey || event.metaKey)) {
      setSelection({ ids: new Set(shown.order), anchor: shown.order[0] ?? null });
    } else if ((event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) && active) {
      const place = document.getElementById(`row-${active}`)?.getBoundingClientRect();
      if (place) setMenu({ x: place.left + 40, y: place.top + 40 });
    } else return;
    event.preventDefault();
  };

  return (
    <>
      {selection.ids.size > 0 && (
        <BulkBar bulk={bulk} rows={rowsOf(selection.ids)} run={run} ask={setAsked} clear={clear} />
      )}
      <Outcome bulk={bulk} />
      <Rows
        list={list}
        shown={shown}
        active={active}
        open={interactionId}
        selection={selection}
        empty={empty}
        onActive={setAt}
        onOpen={open}
        onRest={(id) => foreseeing.soon(toldOf(id))}
        onSelect={select}
        onKey={onKey}
        onMenu={(id, x, y) => {
          if (!selection.ids.has(id)) clear();
          setMenu({ x, y });
        }}
      />
      <Menu opened={menu !== null} onClose={() => setMenu(null)} position="bottom-start" withinPortal>
        <Menu.Target>
          <span
            aria-hidden
            style={{
              position: "fixed",
              left: menu?.x ?? 0,
              top: menu?.y ?? 0,
              width: 1,
              height: 1,
              pointerEvents: "none",
            }}
          />
        </Menu.Target>
        <Menu.Dropdown aria-label={t("menu")}>
          <ActionItems rows={concerned} rights={bulk.rights} run={run} ask={setAsked} />
        </Menu.Dropdown>
      </Menu>
      <ChooseTarget asked={asked} count={concerned.length} onClose={() => setAsked(null)} onChosen={run} />
    </>
  );
}
