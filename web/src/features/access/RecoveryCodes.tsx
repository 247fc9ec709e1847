import { Button, CopyButton, Group, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconDownload, IconPrinter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./RecoveryCodes.module.css";

/** Ten codes that are shown this once: to copy, save or print. */
export function RecoveryCodes({ codes }: { codes: string[] }) {
  const { t } = useTranslation("access");
  const text = `${t("codes.file")}\n\n${codes.join("\n")}\n`;
  return (
    <section aria-label={t("codes.title")} className={classes.paper} data-print-alone>
      <Text size="sm" mb="xs">
        {t("codes.why")}
      </Text>
      <ol className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <Group mt="sm" gap="xs" className={classes.buttons}>
        <CopyButton value={text} timeout={2500}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="compact-md"
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            >
              {copied ? t("app:copied") : t("app:copy")}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          size="compact-md"
          component="a"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="warmline-recovery-codes.txt"
          leftSection={<IconDownload size={16} />}
        >
          {t("codes.save")}
        </Button>
        <Button
          variant="default"
          size="compact-md"
          onClick={() => window.print()}
          leftSection={<IconPrinter size={16} />}
        >
          {t("codes.print")}
        </Button>
      </Group>
    </section>
  );
}
