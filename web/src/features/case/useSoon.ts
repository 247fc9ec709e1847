import { useEffect, useRef, useState } from "react";

/** Does once it can be done what was wished for too early; a wish can be taken back. */
export function useSoon(can: boolean, act: () => void): (wished: boolean) => void {
  const [wished, wish] = useState(false);
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!wished || !can) return;
    wish(false);
    latest.current();
  }, [wished, can]);
  return wish;
}
