import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowBackUp, IconDots, IconHeadphones, IconMessageShare, IconUserShare } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/me";
import { ChannelIcon } from "../../ui/ChannelIcon";
import { Ticking } from "../../ui/TimeAgo";
import type { Handling } from "./data";
import { useSteppingIn } from "./SteppingIn";
import classes from "./Wall.module.css";

/** Something that an agent has, with all that a supervisor can do about it. */
export function WorkItem({ work, agentId, agent }: { work: Handling; agentId: string; agent: string }) {
  const { t } = useTranslation("wall");
  const me = useMe();
  const step = useSteppingIn();
  const who = work.customer_name || work.subject || t("somebody");
  const caseId = work.case_id;
  const mine = agentId === me.id;
  return (
    <li className={classes.handling}>
      <ChannelIcon channel={work.channel} size={15} />
      <span className={classes.who} title={work.subject ?? undefined}>
        {who}
      </span>
      <span className={classes.ticking}>
        <Ticking since={work.since} />
      </span>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size="sm" aria-label={t("actions", { customer: who, agent })}>
            <IconDots size={15} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {caseId && me.may("case.read", "case.read_team") && (
            <Menu.Item
              leftSection={<IconHeadphones size={16} />}
              renderRoot={(props) => <Link to="/cases/$caseId" params={{ caseId }} {...props} />}
            >
              {t("listen")}
            </Menu.Item>
          )}
          {me.may("interaction.work", "case.write") && (
            <Menu.Item leftSection={<IconMessageShare size={16} />} onClick={() => step.whisper({ work, agent, who })}>
              {t("whisper")}
            </Menu.Item>
          )}
          {me.may("queue.manage") && !mine && work.status !== "wrap_up" && (
            <Menu.Item
              leftSection={<IconUserShare size={16} />}
              onClick={() => step.takeOver({ work, agentId, agent, who })}
            >
              {t("take_over")}
            </Menu.Item>
          )}
          {me.may("queue.manage") && work.queue_id && work.status !== "wrap_up" && (
            <Menu.Item
              leftSection={<IconArrowBackUp size={16} />}
              onClick={() => step.requeue({ work, agentId, agent, who })}
            >
              {t("requeue")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
