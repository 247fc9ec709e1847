import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCommands } from "../../lib/commands";
import type { Mode } from "./composing";

interface Composing {
  answerable: boolean;
  mayNote: boolean;
  note: boolean;
  toBegin: (mode: Mode) => void;
  attach: () => void;
  /** Takes back what is on its way; null where nothing is. */
  undo: (() => void) | null;
  /** Nothing is being written. */
  empty: boolean;
}

/** What can be done with the composer, by keys and in the palette. */
export function useComposerCommands({ answerable, mayNote, note, toBegin, attach, undo, empty }: Composing): void {
  const { t } = useTranslation("case");
  const both = answerable && mayNote;
  const takeBack = () => undo?.();
  const group = t("app:group.reply");
  const navigate = useNavigate();
  useCommands([
    {
      id: "reply.write",
      title: t("composer.reply"),
      group,
      keys: "r",
      enabled: answerable,
      run: () => toBegin("reply"),
    },
    { id: "reply.note", title: t("composer.note"), group, keys: "n", enabled: mayNote, run: () => toBegin("note") },
    {
      id: "reply.to_reply",
      title: t("composer.to_reply"),
      group,
      keys: "alt+r",
      enabled: both,
      run: () => toBegin("reply"),
    },
    {
      id: "reply.to_note",
      title: t("composer.to_note"),
      group,
      keys: "alt+n",
      enabled: both,
      run: () => toBegin("note"),
    },
    {
      id: "reply.attach",
      title: t("composer.attach"),
      group,
      enabled: !note && answerable,
      run: attach,
    },
    { id: "reply.canned", title: t("suggest.manage"), group, run: () => void navigate({ to: "/admin/canned" }) },
    {
      id: "reply.undo",
      title: t("composer.undo"),
      group,
      keys: "mod+z",
      enabled: undo !== null && empty,
      run: takeBack,
    },
    {
      id: "reply.undo_esc",
      title: t("composer.undo"),
      group,
      keys: "esc",
      inFields: true,
      enabled: undo !== null,
      run: takeBack,
    },
  ]);
}
