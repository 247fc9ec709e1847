import { Anchor, Avatar, Text, UnstyledButton } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime, formatTime } from "../../lib/format";
import { useAgents, useTeams } from "../../ui/names";
import { Attachments } from "./Attachments";
import { cutAtNames } from "./composing";
import { Delivery } from "./Delivery";
import { cutAtLinks } from "./links";
import { MailFrame } from "./MailFrame";
import classes from "./Story.module.css";
import { isTranscript, type Message, sideOf } from "./story";
import { Transcript } from "./Transcript";

interface Props {
  message: Message;
  continued: boolean;
}

/** One message, as the story tells it. */
export const MessageBubble = memo(function MessageBubble({ message, continued }: Props) {
  if (!isTranscript(message)) return <Bubble message={message} continued={continued} />;
  return (
    <Transcript message={message}>
      <Bubble message={message} continued={false} />
    </Transcript>
  );
});

/** The customer's on the left, ours on the right, notes across. */
function Bubble({ message, continued }: Props) {
  const { t } = useTranslation("case");
  const [formatted, setFormatted] = useState(false);
  const [whole, setWhole] = useState(false);
  const side = sideOf(message);
  const name = message.author_name || t(`author.${message.author_role}`, { defaultValue: message.author_role });
  return (
    <article
      className={classes.message}
      data-side={side}
      data-held={message.delivery === "held" || undefined}
      aria-label={t(`message.label_${side}`, { name, at: formatDateTime(message.at) })}
    >
      {!continued && (
        <header className={classes.author}>
          {side !== "note" && <Avatar name={name} size={20} color={side === "ours" ? "ink" : "gray"} aria-hidden />}
          {side === "note" && <IconLock size={14} aria-hidden />}
          <bdi className={classes.name}>{name}</bdi>
          <Text component="span" size="xs" c="dimmed">
            {side === "note" ? t("message.note") : t(`author.${message.author_role}`, { defaultValue: "" })}
          </Text>
        </header>
      )}
      <div className={classes.bubble}>
        {message.subject && !continued && side !== "note" && (
          <Text component="div" size="sm" fw={600} dir="auto" mb={4}>
            {message.subject}
          </Text>
        )}
        {formatted ? <MailFrame message={message} /> : <Words message={message} />}
        {whole && message.elided && (
          <div className={classes.elided} dir="auto">
            {message.elided}
          </div>
        )}
        <Attachments message={message} />
        <footer className={classes.foot}>
          {message.elided && !formatted && (
            <UnstyledButton className={classes.more} aria-expanded={whole} onClick={() => setWhole(!whole)}>
              {t(whole ? "message.less" : "message.quoted")}
            </UnstyledButton>
          )}
          {message.html && (
            <UnstyledButton className={classes.more} aria-pressed={formatted} onClick={() => setFormatted(!formatted)}>
              {t(formatted ? "message.as_text" : "message.as_mail")}
            </UnstyledButton>
          )}
          <time dateTime={message.at} title={formatDateTime(message.at)}>
            {formatTime(message.at)}
          </time>
          <Delivery message={message} />
        </footer>
      </div>
    </article>
  );
}

function Words({ message }: { message: Message }) {
  if (!message.text) return null;
  return (
    <div className={classes.words} dir="auto" lang={message.language ?? undefined}>
      {message.mentions.length > 0 ? <Mentioning message={message} /> : <Linked text={message.text} />}
    </div>
  );
}

function Mentioning({ message }: { message: Message }) {
  const agents = useAgents();
  const teams = useTeams();
  const names = message.mentions.flatMap((id) => agents.data?.get(id)?.name ?? teams.data?.get(id)?.name ?? []);
  return cutAtNames(message.text, names).map((part) =>
    part.named ? (
      <strong key={part.at} className={classes.mention}>
        {part.text}
      </strong>
    ) : (
      <Linked key={part.at} text={part.text} />
    ),
  );
}

function Linked({ text }: { text: string }) {
  return cutAtLinks(text).map((part) =>
    part.href ? (
      <Anchor
        key={part.at}
        href={part.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        inherit
        underline="always"
      >
        {part.text}
      </Anchor>
    ) : (
      part.text
    ),
  );
}
