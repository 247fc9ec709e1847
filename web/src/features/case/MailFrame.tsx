import { useComputedColorScheme } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { frameFor } from "./mail";
import classes from "./Story.module.css";
import type { Message } from "./story";

const HIGHEST = 20_000;

/** A mail as it looked, in a frame where nothing runs. It is of our origin so that its height can be read. */
export function MailFrame({ message }: { message: Message }) {
  const { t } = useTranslation("case");
  const dark = useComputedColorScheme("light") === "dark";
  const [height, setHeight] = useState(120);
  const page = useMemo(
    () => frameFor(message.html ?? "", message.id, message.attachments, dark),
    [message.html, message.id, message.attachments, dark],
  );
  return (
    <iframe
      className={classes.frame}
      style={{ height }}
      title={t("message.formatted_of", { name: message.author_name })}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={page}
      onLoad={(event) => {
        const body = event.currentTarget.contentDocument?.body;
        if (body) setHeight(Math.min(body.scrollHeight + 8, HIGHEST));
      }}
    />
  );
}
