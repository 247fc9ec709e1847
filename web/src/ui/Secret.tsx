import { Alert, Code, Group, Text } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Copy } from "./Copy";

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
        <Copy text={secret} />
      </Group>
      <Text size="sm" mt="xs">
        {children ?? t("shown_once")}
      </Text>
    </Alert>
  );
}
