import { Textarea } from "@mantine/core";
import { keepPreviousData } from "@tanstack/react-query";
import { type KeyboardEvent, type RefObject, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, api } from "../../api/client";
import { tellFailure } from "../../ui/tell";
import { cannedFor, filesIn, type Person, putIn, type Trigger, triggerAt } from "./composing";
import { type Suggestion, Suggestions } from "./Suggestions";

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  interactionId: string;
  note: boolean;
  channel: string | null;
  text: string;
  placeholder: string;
  label: string;
  onText: (text: string) => void;
  onMention: (person: Person) => void;
  onPasteFiles: (files: File[]) => void;
  onSend: () => void;
  /** Escape, where it closes no list. */
  onLeave: (event: KeyboardEvent) => void;
}

/** The text, which grows as it is written, with canned responses after `/` and, in a note, colleagues after `@`. */
export function Words(props: Props) {
  const { field, interactionId, note, channel, text, onText } = props;
  const { t } = useTranslation("case");
  const id = useId();
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const [active, setActive] = useState(0);
  const caret = useRef(0);
  const { items, bare, choose } = useSuggestions(interactionId, trigger, channel);

  const look = () => {
    const it = field.current;
    if (!it) return;
    caret.current = it.selectionStart;
    const next = it.selectionStart === it.selectionEnd ? triggerAt(it.value, it.selectionStart, note) : null;
    if (next?.query !== trigger?.query || next?.at !== trigger?.at) setActive(0);
    setTrigger(next);
  };
  const put = async (place: number) => {
    const chosen = items[place];
    if (!trigger || !chosen) return;
    const words = await choose(chosen);
    if (words === null) return;
    const next = putIn(field.current?.value ?? text, trigger, caret.current, words);
    if (trigger.sign === "@") props.onMention({ id: chosen.id, name: chosen.title });
    onText(next.text);
    setTrigger(null);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const open = trigger !== null;
  return (
    <div style={{ position: "relative" }}>
      {open && (
        <Suggestions
          id={id}
          label={t(trigger.sign === "/" ? "suggest.canned" : "suggest.people")}
          items={items}
          active={active}
          bare={bare}
          manage={trigger.sign === "/"}
          onChoose={(place) => void put(place)}
        />
      )}
      <Textarea
        ref={field}
        autosize
        minRows={2}
        maxRows={14}
        variant="unstyled"
        value={text}
        dir="auto"
        placeholder={props.placeholder}
        aria-label={props.label}
        aria-describedby={`${id}-hint`}
        {...(open &&
          items.length > 0 && {
            "aria-controls": id,
            "aria-activedescendant": `${id}-${active}`,
            "aria-autocomplete": "list" as const,
          })}
        onChange={(event) => {
          onText(event.currentTarget.value);
          look();
        }}
        onSelect={look}
        onBlur={() => setTrigger(null)}
        onPaste={(event) => {
          const files = filesIn(event.clipboardData);
          if (files.length === 0) return;
          event.preventDefault();
          props.onPasteFiles(files);
        }}
        onKeyDown={(event) => {
          if (open && items.length > 0 && ["ArrowDown", "ArrowUp"].includes(event.key)) {
            event.preventDefault();
            setActive((active + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length);
          } else if (
            open &&
            items.length > 0 &&
            (event.key === "Tab" || (event.key === "Enter" && !event.ctrlKey && !event.metaKey))
          ) {
            event.preventDefault();
            void put(active);
          } else if (open && event.key === "Escape") {
            event.preventDefault();
            event.stopPropagation();
            setTrigger(null);
          } else if (event.key === "Escape") {
            props.onLeave(event);
          } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            props.onSend();
          }
        }}
      />
      <span id={`${id}-hint`} className="visually-hidden">
        {t(note ? "composer.hint_note" : "composer.hint")}
      </span>
    </div>
  );
}

/** What fits, and the words that it stands for; null where they could not be had. */
function useSuggestions(interactionId: string, trigger: Trigger | null, channel: string | null) {
  const { t } = useTranslation("case");
  const canned = $api.useQuery(
    "get",
    "/api/v1/canned-responses",
    { params: { query: { limit: 200 } } },
    { enabled: trigger?.sign === "/" },
  );
  const people = $api.useQuery(
    "get",
    "/api/v1/interactions/{interaction_id}/mentionable",
    { params: { path: { interaction_id: interactionId }, query: { q: trigger?.query ?? "" } } },
    { enabled: trigger?.sign === "@", placeholderData: keepPreviousData },
  );
  const items: Suggestion[] =
    trigger?.sign === "/"
      ? cannedFor(canned.data?.items ?? [], trigger.query, channel).map(({ id, code, name, body }) => ({
          id,
          title: `/${code}`,
          detail: `${name}: ${body}`,
        }))
      : trigger
        ? (people.data ?? []).map(({ id, name, kind }) => ({ id, title: name, detail: t(`suggest.kind.${kind}`) }))
        : [];
  const choose = async (chosen: Suggestion): Promise<string | null> => {
    if (trigger?.sign === "@") return `@${chosen.title} `;
    try {
      const { data } = await api.POST("/api/v1/canned-responses/{canned_id}/render", {
        params: { path: { canned_id: chosen.id } },
        body: { interaction_id: interactionId },
      });
      return data?.text ?? null;
    } catch (error) {
      tellFailure(error);
      return null;
    }
  };
  const bare = trigger?.sign === "/" && canned.data?.items.length === 0;
  return { items, bare, choose };
}
