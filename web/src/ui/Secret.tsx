import { ActionIcon, Alert, Code, CopyButton, Group, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconKey } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** A password or a key that is shown this once, to copy. */
export function SecretOnce({ title, secret, children }: { title: string; secret: string; children?: string }) {
  const { t } = useTranslation(["admin", "app"]);
  return (
    <Alert
      icon={<IconKey size={18} />}
      title={title}
      styles={{ title: { color: "var(--mantine-color-text)" } }}
      color="ink"
      variant="light"
      role="status"
    >
      <Group gap="xs" wrap="nowrap">
        <Code fz="md" data-secret style={{ overflowWrap: "anywhere", userSelect: "all" }}>
          {secret}
        </Code>
        <CopyButton value={secret} timeout={2500}>
          {({ copied, copy }) => (
            <ActionIcon onClick={copy} aria-label={copied ? t("app:copied") : t("app:copy")} variant="default">
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          )}
        </CopyButton>
      </Group>
      <Text size="sm" mt="xs">
        {children ?? t("shown_once")}
      </Text>
    </Alert>
  );
}
