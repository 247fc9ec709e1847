import { Alert, Button, Code, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconInfoCircle, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { Copy } from "../../ui/Copy";
import { tellDone } from "../../ui/tell";
import { embedLine } from "./layouts";

/** What there is to do once a channel is saved: a line to embed, an address to write to, a webhook to call. */
export function NextSteps({ account, type }: { account: Schema<"ChannelAccountView">; type?: Schema<"ChannelType"> }) {
  const { t } = useTranslation("channels");
  return (
    <Alert variant="light" icon={<IconInfoCircle />} title={t("next.title")}>
      <Stack gap="sm">
        {account.connector === "webchat" && (
          <>
            <Text size="sm">{t("next.embed")}</Text>
            <Copied text={embedLine(window.location.origin, account.id)} />
          </>
        )}
        {account.connector === "email" && (
          <Text size="sm">{t("next.write", { address: account.address || account.name })}</Text>
        )}
        {!["webchat", "email"].includes(account.connector) && (
          <>
            <Text size="sm">{t("next.webhook")}</Text>
            <Copied text={`${window.location.origin}${account.webhook}`} />
          </>
        )}
        {type?.outbound && type.replies && <TestMessage accountId={account.id} />}
      </Stack>
    </Alert>
  );
}

/** A text to be taken elsewhere. */
function Copied({ text }: { text: string }) {
  return (
    <Group gap="xs" wrap="nowrap" align="start">
      <Code block style={{ flex: 1, minWidth: 0, whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {text}
      </Code>
      <Copy text={text} />
    </Group>
  );
}

/** A few words to an address of one's own, to see them arrive. */
function TestMessage({ accountId }: { accountId: string }) {
  const { t } = useTranslation("channels");
  const [to, setTo] = useState(useMe().agent.email);
  const send = useWrite("post", "/api/v1/channels/{account_id}/test-message", {
    onSuccess: () => tellDone(t("next.sent", { to })),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate({ params: { path: { account_id: accountId } }, body: { to } });
      }}
    >
      <Group align="end" gap="xs">
        <TextInput
          label={t("next.test_to")}
          type="email"
          required
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          style={{ flex: "1 1 14rem" }}
        />
        <Button type="submit" variant="default" leftSection={<IconSend size={14} />} loading={send.isPending}>
          {t("next.send_test")}
        </Button>
      </Group>
    </form>
  );
}
