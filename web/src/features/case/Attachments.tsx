import { Text } from "@mantine/core";
import { IconFile, IconFileOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { formatBytes } from "../../lib/format";
import { fileAddress, isPicture } from "./mail";
import classes from "./Story.module.css";
import type { Message } from "./story";

/** The files of a message: pictures small, the others by name. What was too large to keep is named, too. */
export function Attachments({ message }: { message: Message }) {
  const { t } = useTranslation("case");
  if (message.attachments.length === 0) return null;
  return (
    <ul className={classes.files} aria-label={t("message.files")}>
      {message.attachments.map((file, place) => {
        const size = file.size === null || file.size === undefined ? "" : formatBytes(file.size);
        const address = file.sha256 ? fileAddress(message.id, file.sha256) : null;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same file may be attached twice, and their order never changes.
          <li key={place}>
            {address ? (
              <a
                href={address}
                download={file.name}
                title={file.name}
                className={classes.file}
                data-picture={isPicture(file) || undefined}
              >
                {isPicture(file) ? (
                  <img src={address} alt="" loading="lazy" className={classes.picture} />
                ) : (
                  <IconFile size={18} aria-hidden />
                )}
                <bdi>{file.name}</bdi>
                <Text component="span" size="xs" c="dimmed">
                  {size}
                </Text>
              </a>
            ) : (
              <span className={classes.file} title={t("message.file_not_kept")}>
                <IconFileOff size={18} aria-hidden />
                <bdi>{file.name}</bdi>
                <Text component="span" size="xs" c="dimmed">
                  {t("message.file_not_kept")}
                </Text>
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
