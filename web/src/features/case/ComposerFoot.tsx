import { Button, Group, Text } from "@mantine/core";
import { IconLock, IconPaperclip, IconSend } from "@tabler/icons-react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Composer.module.css";

interface Props {
  note: boolean;
  /** Replies and notes can both be written. */
  both: boolean;
  picker: RefObject<HTMLInputElement | null>;
  ready: boolean;
  busy: boolean;
  onFiles: (files: Iterable<File>) => void;
  onSend: () => void;
}

/** Below the text: attaching, what the keys do, and sending. */
export function ComposerFoot({ note, both, picker, ready, busy, onFiles, onSend }: Props) {
  const { t } = useTranslation("case");
  const tips = [
    t(note ? "composer.tips_note" : "composer.tips"),
    ...(both ? [t(note ? "composer.tips_to_reply" : "composer.tips_to_note")] : []),
    t("composer.tips_leave"),
  ].join(", ");
  return (
    <Group gap="xs" justify="space-between" wrap="nowrap" className={classes.bottom}>
      <Group gap={4} wrap="nowrap" miw={0}>
        {!note && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            flex="none"
            leftSection={<IconPaperclip size={16} />}
            onClick={() => picker.current?.click()}
          >
            {t("composer.attach")}
          </Button>
        )}
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            onFiles(event.currentTarget.files ?? []);
            event.currentTarget.value = "";
          }}
        />
        <Text size="xs" c="dimmed" visibleFrom="md">
          {tips}
        </Text>
      </Group>
      <Button
        size="compact-md"
        flex="none"
        color={note ? "yellow" : undefined}
        disabled={!ready}
        loading={busy}
        leftSection={note ? <IconLock size={16} /> : <IconSend size={16} />}
        onClick={onSend}
      >
        {t(note ? "composer.save_note" : "composer.send")}
      </Button>
    </Group>
  );
}
