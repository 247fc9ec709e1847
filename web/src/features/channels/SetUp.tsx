import { Stack, Stepper } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { SetUpDetails } from "./SetUpDetails";
import { SetUpDone } from "./SetUpDone";
import { SetUpQueue } from "./SetUpQueue";
import { SetUpTest } from "./SetUpTest";
import { useSetUp } from "./useSetUp";

const STEPS = ["settings", "test", "queue"] as const;

/** Step by step: what is set, whether that works, and where its work goes. */
export function SetUp({ connector, back }: { connector: Schema<"ConnectorView">; back: () => void }) {
  const { t } = useTranslation("channels");
  const setUp = useSetUp(connector);
  const { step, reached } = setUp;
  const saved = setUp.create.data;
  if (saved) return <SetUpDone account={saved} type={connector.channels.find((each) => each.code === saved.channel)} />;
  return (
    <Stack gap="lg" maw={900}>
      <Stepper active={step} onStepClick={setUp.setStep} size="sm" allowNextStepsSelect={false}>
        {STEPS.map((each, place) => (
          <Stepper.Step
            key={each}
            label={t(`new.step.${each}`)}
            disabled={place > reached}
            allowStepSelect={place <= reached}
          />
        ))}
      </Stepper>
      {step === 0 && <SetUpDetails setUp={setUp} back={back} />}
      {step === 1 && <SetUpTest setUp={setUp} />}
      {step === 2 && <SetUpQueue setUp={setUp} />}
    </Stack>
  );
}
