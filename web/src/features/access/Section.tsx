import { Paper, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

/** A part of a page, with its heading. */
export function Section({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <Paper component="section" withBorder p="lg" bg="var(--desk-surface)" aria-labelledby={id}>
      <Title order={2} size="h4" id={id} mb={hint ? 4 : "md"}>
        {title}
      </Title>
      {hint && (
        <Text c="dimmed" size="sm" mb="md" component="div">
          {hint}
        </Text>
      )}
      {children}
    </Paper>
  );
}
