import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import { Suspense } from "react";
import { beforeAll, expect, it, vi } from "vitest";
import { startTexts } from "../../lib/i18n";
import { ShiftsInput } from "./WeekGrid";

beforeAll(startTexts);

it("does not let a form be sent with hours that cannot be read", async () => {
  const taken = vi.fn();
  render(
    <MantineProvider>
      <Suspense>
        <form>
          <ShiftsInput label="Monday" shifts={[["08:00", "12:00"]]} onChange={taken} />
        </form>
      </Suspense>
    </MantineProvider>,
  );
  const input = await screen.findByRole<HTMLInputElement>("textbox", { name: "Monday" });
  fireEvent.change(input, { target: { value: "8-12, 11-14" } });
  expect(taken).not.toHaveBeenCalled();
  expect(input.form?.checkValidity()).toBe(false);
  fireEvent.change(input, { target: { value: "8-12, 13-14" } });
  expect(taken).toHaveBeenCalledOnce();
  expect(input.form?.checkValidity()).toBe(true);
});
