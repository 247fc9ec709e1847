import { ActionIcon, Progress, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { formatBytes } from "../../lib/format";
import classes from "./Composer.module.css";
import type { Stored, Upload } from "./useUploads";

interface Props {
  files: Stored[];
  uploads: Upload[];
  onRemove: (sha256: string) => void;
  onDrop: (id: number) => void;
}

/** The files that go with what is being written, and those on their way. */
export function Files({ files, uploads, onRemove, onDrop }: Props) {
  const { t } = useTranslation("case");
  if (files.length + uploads.length === 0) return null;
  return (
    <ul className={classes.files} aria-label={t("composer.files")}>
      {files.map((file) => (
        <li key={file.sha256} className={classes.file}>
          <bdi title={file.name}>{file.name}</bdi>
          <Text size="xs" c="dimmed" component="span">
            {formatBytes(file.size)}
          </Text>
          <ActionIcon
            size="sm"
            aria-label={t("composer.remove_file", { name: file.name })}
            onClick={() => onRemove(file.sha256)}
          >
            <IconX size={14} />
          </ActionIcon>
        </li>
      ))}
      {uploads.map(({ id, name, done, failure }) => (
        <li key={id} className={classes.file} data-failed={failure !== null || undefined}>
          <bdi title={name}>{name}</bdi>
          {failure === null ? (
            <Progress value={done * 100} w={80} size="sm" aria-label={t("composer.uploading", { name })} />
          ) : (
            <Text size="xs" component="span" role="alert">
              {failure || t("composer.upload_failed")}
            </Text>
          )}
          {failure !== null && (
            <ActionIcon size="sm" aria-label={t("composer.remove_file", { name })} onClick={() => onDrop(id)}>
              <IconX size={14} />
            </ActionIcon>
          )}
        </li>
      ))}
    </ul>
  );
}
