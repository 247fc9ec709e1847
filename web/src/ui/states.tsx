import { Alert, Button, Center, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { wordsOf } from "./tell";

/** Nothing is here: a sentence, and what to do about it. */
export function Empty({ icon, title, children }: { icon?: ReactNode; title: string; children?: ReactNode }) {
  return (
    <Center p="xl" mih={160}>
      <Stack align="center" gap="xs" maw={420} ta="center">
        {icon && (
          <Text c="dimmed" component="span" aria-hidden>
            {icon}
          </Text>
        )}
        <Text fw={600}>{title}</Text>
        {children && (
          <Text c="dimmed" size="sm" component="div">
            {children}
          </Text>
        )}
      </Stack>
    </Center>
  );
}

/** Something failed: what, and a button to try again. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation("app");
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title={t("failure.title")} m="md" role="alert">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{wordsOf(error)}</Text>
        {retry && (
          <Button size="compact-sm" variant="light" color="red" leftSection={<IconRefresh size={14} />} onClick={retry}>
            {t("failure.retry")}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** Something is on its way. */
export function Loading({ rows = 4, label }: { rows?: number; label?: string }) {
  const { t } = useTranslation("app");
  return (
    <Stack p="md" gap="sm" role="status" aria-label={label ?? t("loading")}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same.
        <Skeleton key={row} height={row % 2 ? 12 : 20} width={row % 2 ? "70%" : "100%"} />
      ))}
    </Stack>
  );
}

interface Answer<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** The three states of a query in one place: `<Loaded query={cases}>{(data) => ...}</Loaded>`. */
export function Loaded<T>({
  query,
  rows,
  children,
}: {
  query: Answer<T>;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return <Loading rows={rows} />;
}

/** The top of a page: its heading, a sentence, and what can be done. */
export function PageHeader({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <header
      style={{
        display: "flex",
        gap: "var(--mantine-spacing-md)",
        flexWrap: "wrap",
        alignItems: "start",
        marginBottom: "var(--mantine-spacing-lg)",
      }}
    >
      <div style={{ flex: "1 1 20rem" }}>
        <Title order={1} size="h2">
          {title}
        </Title>
        {children && (
          <Text c="dimmed" mt={4} maw={720} component="div">
            {children}
          </Text>
        )}
      </div>
      {actions}
    </header>
  );
}
