import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime, formatTime } from "../../lib/format";
import { useChannelName, words } from "../../ui/ChannelIcon";
import { useAgents } from "../../ui/names";
import classes from "./Story.module.css";
import { sayingOf } from "./steps";
import type { StoryItem } from "./story";

// More of them between two messages are folded.
const SHOWN = 2;

/** What happened between two messages, as quiet lines. */
export function Steps({ steps }: { steps: StoryItem[] }) {
  const { t } = useTranslation("case");
  const [open, setOpen] = useState(false);
  const folded = steps.length > SHOWN;
  const shown = folded && !open ? [] : steps;
  return (
    <div className={classes.steps}>
      {folded && (
        <UnstyledButton className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          {t("steps.count", { count: steps.length })}
        </UnstyledButton>
      )}
      {shown.map((each) => (
        <StepLine key={each.key} item={each} />
      ))}
    </div>
  );
}

function StepLine({ item }: { item: StoryItem }) {
  const { t } = useTranslation(["case", "app"]);
  const agents = useAgents();
  const channel = useChannelName();
  const said = sayingOf(item);
  if (!said || !item.step) return null;
  const lookUp = (value: string): string => {
    if (said.of === "channel") return channel(value);
    if (said.of === "status") return t(`app:status.${value}`, { defaultValue: words(value) });
    return t(`${said.of}.${value}`, { defaultValue: words(value) });
  };
  const who = item.step.actor_name ?? t("steps.system");
  const named = said.agentId ? (agents.data?.get(said.agentId)?.name ?? "…") : t("steps.colleague");
  const what = said.values.map(lookUp).join(", ");
  return (
    <div className={classes.step}>
      <span>{t(`step.${said.what}`, { who, named, what, defaultValue: `${who}: ${words(said.what)}` })}</span>
      <time dateTime={item.at} title={formatDateTime(item.at)}>
        {formatTime(item.at)}
      </time>
    </div>
  );
}
