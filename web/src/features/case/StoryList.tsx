import { Button, Divider, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime, formatDay } from "../../lib/format";
import { ChannelIcon, useChannelName } from "../../ui/ChannelIcon";
import { MessageBubble } from "./MessageBubble";
import { Steps } from "./Steps";
import classes from "./Story.module.css";
import { heightOf, type Row, type Story } from "./story";

// So near to the end one reads the latest; new messages are followed.
const NEAR = 120;
const EARLY = 6;
// In so many frames the rows at the end are drawn and measured.
const SETTLING = 8;
/** Where the focus goes that leaves the composer. */
export const STORY_ID = "story";

interface Props {
  story: Story;
  rows: Row[];
  reading: boolean;
  onReadBack: () => void;
  /** The end of the story is on the screen. */
  onEnd: () => void;
}

/** The story, newest at the bottom. Only what is on the screen is drawn. */
export function StoryList({ story, rows, reading, onReadBack, onEnd }: Props) {
  const { t } = useTranslation("case");
  const scroller = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState(false);
  const [unseen, setUnseen] = useState(0);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    paddingStart: 12,
    paddingEnd: 12,
    // It opens at its end: the first thing drawn is what is looked at, about.
    initialRect: { width: 0, height: window.innerHeight },
    initialOffset: () => rows.reduce((sum, row) => sum + heightOf(row), 0),
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: NEAR,
  });

  // It opens at its end, and stays there while rows are measured.
  const opened = useRef(false);
  useLayoutEffect(() => {
    if (opened.current || rows.length === 0) return;
    opened.current = true;
    virtual.scrollToIndex(rows.length - 1, { align: "end" });
  }, [rows.length, virtual]);

  // Before that, the rows at the beginning are no sign that somebody reads there.
  const [settled, setSettled] = useState(false);
  const empty = rows.length === 0;
  useEffect(() => {
    if (empty) return;
    const frame = requestAnimationFrame(() => setSettled(true));
    return () => cancelAnimationFrame(frame);
  }, [empty]);

  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  useEffect(() => {
    if (settled && first < EARLY && story.older && !reading) onReadBack();
  }, [settled, first, story.older, reading, onReadBack]);

  const latest = story.items.findLast((each) => each.message)?.message ?? null;
  const spoken = useLatest(latest?.id ?? null);
  const nearEnd = useRef(true);
  nearEnd.current = !away;
  useEffect(() => {
    if (spoken && !nearEnd.current) setUnseen((count) => count + 1);
  }, [spoken]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when there is something to read; then at each message.
  useEffect(() => {
    if (!empty && nearEnd.current) onEnd();
  }, [empty, spoken, onEnd]);
  useEffect(() => {
    const back = () => {
      if (document.visibilityState === "visible" && nearEnd.current) onEnd();
    };
    document.addEventListener("visibilitychange", back);
    return () => document.removeEventListener("visibilitychange", back);
  }, [onEnd]);
  const judge = (it: HTMLElement) => {
    const far = it.scrollHeight - it.scrollTop - it.clientHeight > NEAR;
    if (far !== away) setAway(far);
    if (!far && unseen > 0) setUnseen(0);
    if (!far && away) onEnd();
  };
  const judging = useRef(judge);
  judging.current = judge;
  // Rows are measured when they come into sight, so the end moves away some times.
  const settling = useRef(0);
  const chaseEnd = useCallback(() => {
    const under = settling.current > 0;
    settling.current = SETTLING;
    const step = () => {
      const it = scroller.current;
      if (it) it.scrollTop = it.scrollHeight;
      settling.current -= 1;
      if (settling.current > 0) requestAnimationFrame(step);
    };
    if (!under) step();
  }, []);
  // What comes under the story takes of its height; who reads its end goes on reading that.
  const height = useRef(0);
  useEffect(() => {
    const it = scroller.current;
    if (!it) return;
    const watch = new ResizeObserver(() => {
      height.current = it.clientHeight;
      if (nearEnd.current || settling.current > 0) chaseEnd();
      else judging.current(it);
    });
    watch.observe(it);
    return () => watch.disconnect();
  }, [chaseEnd]);

  // The button goes with what it is for, so the keys go on in the story.
  const toUnread = () => {
    virtual.scrollToIndex(unread, { align: "start" });
    scroller.current?.focus({ preventScroll: true });
  };
  const toEnd = () => {
    scroller.current?.focus({ preventScroll: true });
    chaseEnd();
  };
  const unread = rows.findIndex((row) => row.kind === "unread");
  return (
    <div className={classes.holder}>
      <section
        ref={scroller}
        id={STORY_ID}
        className={classes.scroller}
        aria-label={t("story.label")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys.
        tabIndex={0}
        onScroll={({ currentTarget: it }) => {
          // Its height has just changed: it is about to be judged, or brought back to its end, and nobody scrolled.
          if (it.clientHeight === height.current) judge(it);
        }}
      >
        {reading && (
          <Text size="xs" c="dimmed" ta="center" role="status">
            {t("story.reading")}
          </Text>
        )}
        <div className={classes.rows} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={classes.row}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <RowView row={rows[item.index]} />
            </div>
          ))}
        </div>
      </section>
      <div className={classes.pills}>
        {unread >= 0 && unread < first && (
          <Button size="compact-sm" radius="xl" leftSection={<IconArrowUp size={14} />} onClick={toUnread}>
            {t("story.to_unread")}
          </Button>
        )}
        {away && (
          <Button
            size="compact-sm"
            radius="xl"
            variant={unseen > 0 ? "filled" : "default"}
            leftSection={<IconArrowDown size={14} />}
            onClick={toEnd}
          >
            {unseen > 0 ? t("story.new", { count: unseen }) : t("story.to_end")}
          </Button>
        )}
      </div>
      <Announcer story={story} />
    </div>
  );
}

/** The value when it changed since the first one; null before. */
function useLatest<T>(value: T | null): T | null {
  const first = useRef(value);
  if (first.current === null) first.current = value;
  return useMemo(() => (value === first.current ? null : value), [value]);
}

/** Says new messages to who cannot see them. */
function Announcer({ story }: { story: Story }) {
  const { t } = useTranslation("case");
  const latest = story.items.findLast((each) => each.message)?.message ?? null;
  const spoken = useLatest(latest?.id ?? null);
  const inbound = spoken && latest?.direction === "inbound";
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {inbound && latest ? t("story.announce", { name: latest.author_name, text: latest.text.slice(0, 300) }) : ""}
    </div>
  );
}

function RowView({ row }: { row: Row | undefined }) {
  const { t } = useTranslation("case");
  const name = useChannelName();
  if (!row) return null;
  if (row.kind === "message") return <MessageBubble message={row.message} continued={row.continued} />;
  if (row.kind === "steps") return <Steps steps={row.steps} />;
  if (row.kind === "day")
    return <Divider my={6} label={<time dateTime={row.at}>{formatDay(row.at)}</time>} labelPosition="center" />;
  if (row.kind === "unread")
    return <Divider my={6} color="var(--desk-risk)" className={classes.unread} label={t("story.unread")} />;
  return (
    <div className={classes.contact}>
      <ChannelIcon channel={row.channel} size={16} labelled={false} />
      <span>{name(row.channel)}</span>
      {row.subject && <bdi className={classes.subject}>{row.subject}</bdi>}
      <time dateTime={row.at}>{formatDateTime(row.at)}</time>
    </div>
  );
}
