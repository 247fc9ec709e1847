export interface Sparing {
  /** Act now; within the pause after the last time, once at its end. */
  ask: () => void;
  /** Act at once where somebody still waits for it. */
  end: () => void;
}

/** Acts when asked, but with `pause` milliseconds between, so that what is asked for often is done now and then. */
export function sparing(pause: number, act: () => void): Sparing {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const begin = () => {
    again = false;
    act();
    timer = setTimeout(() => {
      timer = undefined;
      if (again) begin();
    }, pause);
  };
  return {
    ask: () => {
      if (timer === undefined) begin();
      else again = true;
    },
    end: () => {
      clearTimeout(timer);
      timer = undefined;
      if (again) act();
      again = false;
    },
  };
}
