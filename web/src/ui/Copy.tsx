import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** A button that copies a text, and says so for a moment. */
export function Copy({ text }: { text: string }) {
  const { t } = useTranslation("app");
  return (
    <CopyButton value={text} timeout={2500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t("copied") : t("copy")}>
          <ActionIcon onClick={copy} aria-label={copied ? t("copied") : t("copy")} variant="default">
            {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
