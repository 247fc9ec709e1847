import { Text, TextInput } from "@mantine/core";
import { type KeyboardEvent, memo, type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useTyping } from "../../api/ephemera";
import { useDraft } from "../../lib/drafts";
import { usePreferences } from "../../lib/preferences";
import { useConfirm } from "../../ui/confirm";
import { tellDone } from "../../ui/tell";
import classes from "./Composer.module.css";
import { ComposerFoot } from "./ComposerFoot";
import { Beside, ComposerHead, Held } from "./ComposerHead";
import { type Draft, EMPTY, firstMode, gapsIn, type Mode, mentionedIn } from "./composing";
import { Files } from "./Files";
import { STORY_ID } from "./StoryList";
import { answeredMeanwhile, type Message, type Story } from "./story";
import { useComposerCommands } from "./useComposerCommands";
import { useHeld } from "./useHeld";
import { useSoon } from "./useSoon";
import { MOST_FILES, type Stored, useUploads } from "./useUploads";
import { chosenWay, keyOf } from "./Ways";
import { Words } from "./Words";

interface Props {
  interaction: Schema<"InteractionView">;
  topic: string;
  /** Read when something is written or sent; the composer is not drawn again for each message. */
  story: RefObject<Story>;
  me: string;
  /** Whether the contact is in somebody's hands, so that it can be answered. */
  answerable: boolean;
  mayNote: boolean;
}

/** Writes to the customer, or a note that they never see. What is written is kept until it is sent. */
export const Composer = memo(function Composer({ interaction, topic, story, me, answerable, mayNote }: Props) {
  const { t } = useTranslation("case");
  const { undoSeconds } = usePreferences();
  const drafts = {
    reply: useDraft<Draft>(`${topic}.reply`, EMPTY),
    note: useDraft<Draft>(`${topic}.note`, EMPTY),
  };
  const owner = interaction.owner_id ?? null;
  const [wanted, setMode] = useState<Mode | null>(null);
  const first = wanted ?? firstMode(owner, me, drafts.reply[0]);
  const mode: Mode = answerable ? (mayNote ? first : "reply") : "note";
  const note = mode === "note";
  const [draft, , clear] = drafts[mode];
  // As it is now: one key can change it twice before it is drawn again.
  const latest = useRef({ reply: EMPTY, note: EMPTY });
  latest.current = { reply: drafts.reply[0], note: drafts.note[0] };
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [ask, dialog] = useConfirm();
  const typed = useTyping(topic);
  const typedThere = useTyping(`interaction:${interaction.id}`);

  const ways = $api.useQuery(
    "get",
    "/api/v1/interactions/{interaction_id}/reply-options",
    { params: { path: { interaction_id: interaction.id } } },
    { enabled: !note, meta: { kinds: ["interaction", "channel_account", "customer"] } },
  );
  const way = chosenWay(ways.data ?? [], draft.way);

  const keep = { reply: drafts.reply[1], note: drafts.note[1] };
  const change = (fields: Partial<Draft>, of: Mode = mode) => {
    latest.current[of] = { ...latest.current[of], ...fields };
    keep[of](latest.current[of]);
  };
  const write = (text: string) => {
    const since = text ? (latest.current[mode].since ?? story.current.items.at(-1)?.at ?? null) : null;
    change({ text, since });
    // Whoever has the contact by then, what is being written stays what it is.
    setMode(mode);
    typed();
    // Who looks at the contact's topic may be the customer: a note is not for them.
    if (!note) typedThere();
  };
  const stored = (file: Stored) => {
    const { files } = latest.current.reply;
    if (files.length < MOST_FILES && files.every((each) => each.sha256 !== file.sha256))
      change({ files: [...files, file] }, "reply");
  };
  const { uploads, add, drop } = useUploads(stored);
  const takeFiles = (files: Iterable<File>) => (note ? tellDone(t("composer.no_files")) : add(files));
  const back = (message: Message) => {
    const files = message.attachments.flatMap(({ name, content_type, sha256, size }) =>
      sha256 ? [{ name, content_type, sha256, size: size ?? 0 }] : [],
    );
    const { text, files: held } = latest.current.reply;
    setMode("reply");
    change({ text: text ? `${message.text}\n\n${text}` : message.text, files: [...files, ...held] }, "reply");
    field.current?.focus();
  };
  const { held, left, hold, takeBack } = useHeld(back);

  const sent = () => {
    clear();
    typed(false);
    typedThere(false);
    field.current?.focus();
  };
  const reply = useWrite("post", "/api/v1/interactions/{interaction_id}/replies", {
    onSuccess: (message) => {
      sent();
      if (message.send_at) hold(message);
    },
  });
  const add_note = useWrite("post", "/api/v1/interactions/{interaction_id}/notes", { onSuccess: sent });
  const busy = reply.isPending || add_note.isPending;
  const gaps = gapsIn(draft.text);
  const empty = !draft.text.trim();
  const ready =
    !busy &&
    !empty &&
    gaps.length === 0 &&
    uploads.every((each) => each.failure !== null) &&
    (note || way?.available === true);

  const send = () => {
    const params = { path: { interaction_id: interaction.id } };
    const text = draft.text.trim();
    if (note) {
      const mentions = mentionedIn(text, draft.people).map((each) => each.id);
      add_note.mutate({ params, body: { text, mentions } });
      return;
    }
    if (!way) return;
    const files = draft.files.map(({ name, content_type, sha256 }) => ({ name, content_type, sha256 }));
    reply.mutate({
      params,
      body: {
        text,
        files,
        handle_id: way.handle_id,
        account_id: way.account_id,
        undo_seconds: Math.min(30, undoSeconds),
        ...(draft.subject.trim() && way.scheme === "email" && { subject: draft.subject.trim() }),
      },
    });
  };
  const trySend = () => {
    // Who is quicker than the answer about the ways out need not press twice.
    if (!ready) return wish(!note && ways.isPending);
    const other = note ? null : answeredMeanwhile(story.current.items, draft.since, me);
    if (!other) return send();
    ask({
      title: t("composer.meanwhile", { name: other.author_name }),
      body: <blockquote className={classes.quote}>{other.text.slice(0, 600)}</blockquote>,
      confirm: t("composer.send_anyway"),
      onConfirm: send,
    });
  };
  const wish = useSoon(!ways.isPending, trySend);
  const begin = (next: Mode) => {
    setMode(next);
    requestAnimationFrame(() => field.current?.focus());
  };
  // While something can still be taken back, Escape does that.
  const leave = (event: KeyboardEvent) => {
    if (held !== null || event.nativeEvent.isComposing) return;
    event.preventDefault();
    (event.target as HTMLElement).blur();
    document.getElementById(STORY_ID)?.focus();
  };
  const both = answerable && mayNote;
  useComposerCommands({
    answerable,
    mayNote,
    note,
    toBegin: begin,
    attach: () => picker.current?.click(),
    undo: held === null ? null : takeBack,
    empty,
  });
  if (!answerable && !mayNote) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping files is one of three ways; the button is for keys.
    <div
      className={classes.composer}
      data-mode={mode}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(!note);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (event.dataTransfer.files.length === 0) return;
        // Else the browser would leave the page for the file.
        event.preventDefault();
        takeFiles(event.dataTransfer.files);
      }}
    >
      {held && <Held left={left} takeBack={takeBack} />}
      <ComposerHead
        mode={mode}
        both={both}
        ways={ways.data ?? []}
        asking={ways.isPending}
        way={way}
        onMode={begin}
        onWay={(each) => change({ way: keyOf(each) })}
      />
      {!note && owner !== null && owner !== me && <Beside owner={owner} />}
      {!note && way?.scheme === "email" && (
        <TextInput
          size="xs"
          variant="unstyled"
          className={classes.subject}
          aria-label={t("composer.subject")}
          placeholder={
            interaction.subject ? t("composer.subject_as", { subject: interaction.subject }) : t("composer.subject")
          }
          value={draft.subject}
          dir="auto"
          maxLength={500}
          onChange={(event) => change({ subject: event.currentTarget.value })}
          onKeyDown={(event) => event.key === "Escape" && leave(event)}
        />
      )}
      <Words
        field={field}
        interactionId={interaction.id}
        note={note}
        channel={way?.channel ?? null}
        text={draft.text}
        label={t(note ? "composer.note" : "composer.reply")}
        placeholder={t(note ? "composer.placeholder_note" : "composer.placeholder")}
        onText={write}
        onMention={(person) => change({ people: [...latest.current[mode].people, person] })}
        onPasteFiles={takeFiles}
        onSend={trySend}
        onLeave={leave}
      />
      {gaps.length > 0 && (
        <Text size="xs" role="alert" className={classes.gaps}>
          {t("composer.gaps", {
            names: gaps.map((each) => `{{${each}}}`).join(", "),
            interpolation: { skipOnVariables: true },
          })}
        </Text>
      )}
      <Files
        files={note ? [] : draft.files}
        uploads={uploads}
        onRemove={(sha256) => {
          change({ files: draft.files.filter((each) => each.sha256 !== sha256) });
          field.current?.focus();
        }}
        onDrop={drop}
      />
      <ComposerFoot note={note} both={both} picker={picker} ready={ready} busy={busy} onFiles={add} onSend={trySend} />
      {dialog}
    </div>
  );
});
