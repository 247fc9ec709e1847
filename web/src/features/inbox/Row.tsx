import {
  IconAlertTriangle,
  IconCheck,
  IconClockExclamation,
  IconHourglass,
  IconNote,
  IconPaperclip,
  IconStar,
  IconZzz,
} from "@tabler/icons-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime, formatDuration } from "../../lib/format";
import { ChannelIcon, words } from "../../ui/ChannelIcon";
import classes from "./Inbox.module.css";
import { type InboxRow, riskAt } from "./rows";

interface Props {
  id: string;
  row: InboxRow;
  nowMs: number;
  place: number;
  total: number;
  top: number;
  active: boolean;
  open: boolean;
  selected: boolean;
  selecting: boolean;
}

/** One contact in the list. What is done with it is heard by the list, so that a row costs little. */
export const Row = memo(function Row({ id, row, nowMs, place, total, top, active, open, selected, selecting }: Props) {
  const { t } = useTranslation("inbox");
  const age = Math.max(0, (nowMs - Date.parse(row.last_message_at)) / 1000);
  return (
    <div
      id={id}
      role="option"
      aria-selected={selected}
      aria-posinset={place + 1}
      aria-setsize={total}
      aria-current={open ? "true" : undefined}
      tabIndex={-1}
      className={classes.row}
      style={{ transform: `translateY(${top}px)` }}
      data-row={row.interaction_id}
      data-active={active || undefined}
      data-open={open || undefined}
      data-selected={selected || undefined}
      data-unread={row.unread || undefined}
    >
      <span className={classes.mark} data-select data-shown={selecting || undefined} aria-hidden>
        <span className={classes.box}>{selected && <IconCheck size={12} stroke={3} />}</span>
        <span className={classes.channel}>
          <ChannelIcon channel={row.channel} labelled={false} size={18} />
        </span>
      </span>
      <span className={classes.line}>
        {row.unread && <span className={classes.dot} aria-hidden />}
        <span className={classes.who}>{row.customer_name || t("row.unknown")}</span>
        <ChannelName channel={row.channel} unread={row.unread} />
        {row.contacts > 1 && <span className={classes.count}>{row.contacts}</span>}
        <time className={classes.age} dateTime={row.last_message_at} title={formatDateTime(row.last_message_at)}>
          {formatDuration(age)}
        </time>
      </span>
      <span className={classes.subject}>{row.subject || row.case_title || t("row.no_subject")}</span>
      <span className={classes.line}>
        <Preview row={row} />
        <Standing row={row} nowMs={nowMs} />
      </span>
    </div>
  );
});

function ChannelName({ channel, unread }: { channel: string; unread: boolean }) {
  const { t } = useTranslation(["inbox", "app"]);
  const name = t(`app:channel.${channel}`, { defaultValue: words(channel) });
  return <span className="visually-hidden">{unread ? `, ${name}, ${t("row.unread")}, ` : `, ${name}, `}</span>;
}

function Preview({ row }: { row: InboxRow }) {
  const { t } = useTranslation("inbox");
  const said = row.last_message;
  if (!said) return <span className={classes.preview} />;
  const who = said.private
    ? t("row.note")
    : said.who === "agent"
      ? t("row.us")
      : said.who === "bot"
        ? t("row.bot")
        : "";
  return (
    <span className={classes.preview}>
      {said.private && <IconNote size={13} aria-hidden />}
      {said.attachments > 0 && <IconPaperclip size={13} role="img" aria-label={t("row.files")} />}
      {who && <span className={classes.speaker}>{who} </span>}
      {said.text}
    </span>
  );
}

/** How it stands: late, at risk, waiting, put off, followed. Never by colour alone. */
function Standing({ row, nowMs }: { row: InboxRow; nowMs: number }) {
  const { t } = useTranslation(["inbox", "app"]);
  const risk = riskAt(row, nowMs);
  const left = row.due_at ? Math.abs(Date.parse(row.due_at) - nowMs) / 1000 : 0;
  const waits = row.waiting_since ? (nowMs - Date.parse(row.waiting_since)) / 1000 : 0;
  const shown = row.status !== "active" && !row.waiting_since;
  return (
    <span className={classes.standing}>
      {row.followed && <IconStar size={14} role="img" aria-label={t("row.followed")} />}
      {row.snoozed && (
        <span title={row.snoozed_until ? formatDateTime(row.snoozed_until) : t("snooze.reply")}>
          <IconZzz size={14} role="img" aria-label={t("row.snoozed")} />
        </span>
      )}
      {risk === "breached" && (
        <span className={classes.late}>
          <IconAlertTriangle size={14} aria-hidden /> {t("row.late", { time: formatDuration(left) })}
        </span>
      )}
      {risk === "at_risk" && (
        <span className={classes.risk}>
          <IconClockExclamation size={14} aria-hidden /> {t("row.left", { time: formatDuration(left) })}
        </span>
      )}
      {row.waiting_since && !risk && (
        <span className={classes.waits}>
          <IconHourglass size={14} aria-hidden /> {t("row.waits", { time: formatDuration(Math.max(0, waits)) })}
        </span>
      )}
      {shown && <span className={classes.waits}>{t(`status.${row.status}`, { defaultValue: words(row.status) })}</span>}
    </span>
  );
}
