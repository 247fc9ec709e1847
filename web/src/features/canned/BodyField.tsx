import { Button, Group, Text, Textarea, Tooltip } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { withVariable } from "./canned";

/** What is said, with the variables that may stand in it: a press puts one where the caret is. */
export function BodyField({ body, onBody }: { body: string; onBody: (body: string) => void }) {
  const { t } = useTranslation("canned");
  const field = useRef<HTMLTextAreaElement>(null);
  const variables = $api.useQuery("get", "/api/v1/canned-responses/variables", {}, { staleTime: Infinity });
  const put = (name: string) => {
    const next = withVariable(body, field.current?.selectionStart ?? body.length, name);
    onBody(next.body);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  return (
    <div>
      <Textarea
        ref={field}
        label={t("field.body")}
        required
        autosize
        minRows={5}
        maxRows={18}
        maxLength={20_000}
        dir="auto"
        value={body}
        onChange={(event) => onBody(event.currentTarget.value)}
      />
      <Group gap={6} mt={6} role="group" aria-label={t("variables")}>
        <Text size="sm" c="dimmed">
          {t("variables")}
        </Text>
        {variables.data?.map(({ name, meaning }) => (
          <Tooltip key={name} label={t(`meaning.${name.replace(".", "_")}`, { defaultValue: meaning })}>
            <Button size="compact-xs" variant="default" ff="monospace" fw={400} onClick={() => put(name)}>
              {name}
            </Button>
          </Tooltip>
        ))}
      </Group>
    </div>
  );
}
