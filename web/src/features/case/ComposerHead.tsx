import { Button, Group, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { IconArrowBackUp, IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { KeyHint } from "../../ui/KeyHint";
import { AgentName } from "../../ui/names";
import classes from "./Composer.module.css";
import type { Mode } from "./composing";
import { type Way, Ways } from "./Ways";

interface Props {
  mode: Mode;
  /** Replies and notes can both be written. */
  both: boolean;
  ways: Way[];
  /** The ways are not known yet. */
  asking: boolean;
  way: Way | null;
  onMode: (mode: Mode) => void;
  onWay: (way: Way) => void;
}

/** Above the text: whether it is a reply or a note, and which way a reply goes. */
export function ComposerHead({ mode, both, ways, asking, way, onMode, onWay }: Props) {
  const { t } = useTranslation("case");
  const note = mode === "note";
  return (
    <Group gap="xs" justify="space-between" className={classes.top}>
      {both ? (
        <SegmentedControl
          size="xs"
          aria-label={t("composer.mode")}
          value={mode}
          onChange={(value) => onMode(value as Mode)}
          data={[
            { value: "reply", label: t("composer.reply") },
            { value: "note", label: t("composer.note") },
          ]}
        />
      ) : (
        <Text size="sm" fw={600}>
          {t(note ? "composer.note" : "composer.reply")}
        </Text>
      )}
      {note ? (
        <Text size="xs" fw={600} className={classes.private}>
          <IconLock size={14} aria-hidden /> {t("composer.private")}
        </Text>
      ) : asking ? (
        <Skeleton h={26} w={160} />
      ) : (
        <Ways ways={ways} chosen={way} onChoose={onWay} />
      )}
    </Group>
  );
}

/** That a reply would go out beside those of whoever has the contact. */
export function Beside({ owner }: { owner: string }) {
  const { t } = useTranslation("case");
  return (
    <Text size="xs" c="dimmed">
      <AgentName id={owner} /> {t("composer.theirs")}
    </Text>
  );
}

/** A reply that can still be taken back, and for how many seconds. */
export function Held({ left, takeBack }: { left: number; takeBack: () => void }) {
  const { t } = useTranslation("case");
  return (
    <Group className={classes.held} role="status" gap="sm">
      <Text size="sm">{t("composer.sending_in", { count: left })}</Text>
      <Button size="compact-sm" variant="light" leftSection={<IconArrowBackUp size={14} />} onClick={takeBack}>
        {t("composer.undo")}
      </Button>
      <KeyHint keys="esc" />
    </Group>
  );
}
