import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { useMe } from "../../api/me";
import { formatDateTime, formatTime } from "../../lib/format";
import { Delivery } from "./Delivery";
import classes from "./Story.module.css";
import type { Message } from "./story";

/** A chat as it was mailed to who had it: all of it stands above already, so it is one line, which opens. */
export function Transcript({ message, children }: { message: Message; children: ReactNode }) {
  const { t } = useTranslation("case");
  const me = useMe();
  const [open, setOpen] = useState(false);
  const handle = $api.useQuery(
    "get",
    "/api/v1/handles/{handle_id}",
    { params: { path: { handle_id: message.handle_id ?? "" } } },
    { enabled: Boolean(message.handle_id) && me.may("customer.read"), meta: { kinds: ["handle"] } },
  );
  const to = handle.data?.value;
  return (
    <>
      <div className={classes.steps}>
        <div className={classes.step}>
          <UnstyledButton className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
            {to ? t("transcript.to", { to }) : t("transcript.sent")}
          </UnstyledButton>
          <time dateTime={message.at} title={formatDateTime(message.at)}>
            {formatTime(message.at)}
          </time>
          {!open && <Delivery message={message} />}
        </div>
      </div>
      {open && children}
    </>
  );
}
